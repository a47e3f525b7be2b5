@echo off
rem A double click opens the page on this machine; the first time, and after a new version, it sets itself up from ci\wheels.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
set "PIP_DISABLE_PIP_VERSION_CHECK=1"
set "WHEEL="
for %%w in (ci\wheels\zhifa_check-*.whl) do set "WHEEL=%%w"
set "INSTALLED="
if exist .zhifa\installed.txt set /p INSTALLED=<.zhifa\installed.txt
if exist .zhifa\Scripts\zhifa.exe if "%INSTALLED%"=="%WHEEL%" goto :open
if not defined WHEEL (
  echo ci\wheels 里没有安装包 zhifa_check-*.whl，请联系市司法局。
  goto :end
)
echo 第一次用，或者有了新版本，正在准备，请等一两分钟……
py -3 -m venv .zhifa
if errorlevel 1 python -m venv .zhifa
if errorlevel 1 (
  echo 这台电脑上没有 Python 3.11 或更新的版本，请信息中心的同志装上再双击一次。
  goto :end
)
.zhifa\Scripts\python -m pip install --quiet --no-index --find-links ci\wheels "%WHEEL%" 2>nul
if errorlevel 1 .zhifa\Scripts\python -m pip install --quiet "%WHEEL%"
if errorlevel 1 (
  echo 没有装成，请把上面的话拍下来发给市司法局。
  goto :end
)
>.zhifa\installed.txt echo %WHEEL%
:open
.zhifa\Scripts\zhifa serve
:end
pause
