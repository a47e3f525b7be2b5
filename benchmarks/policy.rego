# The training and the filing rule of the plan, as somebody would write them for a general policy engine.
package plan

import rego.v1

breaches contains ["T10.hours", person["编号"]] if {
	some person in input["人员"]
	counted := {"法律法规", "业务知识", "执法技能"}
	total := sum([course["学时"] | some course in person["培训"]; course["类别"] in counted])
	total < 60
}

breaches contains ["T11.filing", decision["文号"]] if {
	some decision in input["重大决定"]
	ordinal(decision["备案"]["日期"]) - ordinal(decision["决定日期"]) > 15
}

# The day number of a date: not every engine has the functions of time.
ordinal(text) := day if {
	parts := [to_number(trim_left(part, "0")) | some part in split(text, "-")]
	early := floor((14 - parts[1]) / 12)
	year := parts[0] + 4800 - early
	month := (parts[1] + (12 * early)) - 3
	leaps := (floor(year / 4) - floor(year / 100)) + floor(year / 400)
	day := ((parts[2] + floor(((153 * month) + 2) / 5)) + (365 * year)) + leaps
}
