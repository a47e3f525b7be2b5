"""The kinds that build on no other requirement, and so may be one of several ways to keep one."""

from zhifa_check.kinds.all_categories import AllCategories
from zhifa_check.kinds.all_units import AllUnits
from zhifa_check.kinds.amount import Amount
from zhifa_check.kinds.before import Before
from zhifa_check.kinds.certified import Certified
from zhifa_check.kinds.named import Named
from zhifa_check.kinds.report import Report
from zhifa_check.kinds.stated import Stated
from zhifa_check.kinds.within import Within

Single = AllCategories | AllUnits | Amount | Before | Certified | Named | Report | Stated | Within
