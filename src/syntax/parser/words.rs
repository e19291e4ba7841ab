//! What each rule of the grammar is called in a message. The match is complete on purpose: a new rule does not
//! compile until somebody has found it a name.

use super::Rule;

/// Returns what a reader calls it; words of the language stand in backticks.
#[allow(clippy::too_many_lines, reason = "a table, one line a name")]
pub(super) fn human(rule: Rule) -> &'static str {
    match rule {
        Rule::doc
        | Rule::thing_text
        | Rule::account_text
        | Rule::rest
        | Rule::block
        | Rule::list_block
        | Rule::plain_line
        | Rule::plain
        | Rule::thing
        | Rule::group
        | Rule::field_line
        | Rule::values_line
        | Rule::bad_block
        | Rule::bad_head
        | Rule::bad_line
        | Rule::rule_text
        | Rule::rule_block
        | Rule::raw_block
        | Rule::raw
        | Rule::raw_bad
        | Rule::define_text
        | Rule::bad_case
        | Rule::parameter_text
        | Rule::profile_text
        | Rule::profile_block
        | Rule::expect_text
        | Rule::follow_text
        | Rule::use_text
        | Rule::logic_text
        | Rule::values_text
        | Rule::cite_text
        | Rule::statement_text
        | Rule::item_text
        | Rule::clause_text
        | Rule::case_text
        | Rule::scenario_text
        | Rule::scenario_block
        | Rule::edits_text
        | Rule::edit_text
        | Rule::edit
        | Rule::choice
        | Rule::branch
        | Rule::view
        | Rule::setting_text => "a statement",
        Rule::e_add_thing | Rule::e_add | Rule::kw_add => "`add`",
        Rule::e_remove | Rule::kw_remove => "`remove`",
        Rule::e_drop | Rule::kw_drop => "`drop`",
        Rule::e_forget | Rule::kw_forget => "`forget`",
        Rule::e_withdraw | Rule::kw_withdraw => "`withdraw`",
        Rule::e_delay | Rule::kw_delay => "`delay`",
        Rule::e_move | Rule::kw_move => "`move`",
        Rule::kw_from => "`from`",
        Rule::kw_scenario => "`scenario`",
        Rule::basis => "a framework or a scenario",
        Rule::yes_no => "`yes` or `no`",
        Rule::o_in => "`in` and a scenario",
        Rule::semicolon => "`;`",
        Rule::close => "`}`",
        Rule::name | Rule::path | Rule::word | Rule::items | Rule::union_word => "a name",
        Rule::string => "a text in quotes",
        Rule::period => "how often something comes again",
        Rule::day_of => "a day by its number",
        Rule::first_day => "how days are counted",
        Rule::no_earlier => "`no earlier than`",
        Rule::kw_day => "`day`",
        Rule::kw_counted => "`counted`",
        Rule::number | Rule::counted => "a number",
        Rule::date | Rule::date_unless => "a date",
        Rule::clock => "a time of day",
        Rule::place => "a city or `UTC`",
        Rule::unit => "a unit",
        Rule::cite | Rule::edit_cite => "a source in brackets",
        Rule::claim => "a source",
        Rule::mark => "`inferred` or `unverified`",
        Rule::lines => "a line",
        Rule::line => "the number of a line",
        Rule::as_of => "`as of` and a date",
        Rule::title => "a title in quotes",
        Rule::no_other | Rule::no_in | Rule::no_line | Rule::kw_no | Rule::no_word => "`no`",
        Rule::has_line | Rule::op_has | Rule::kw_has => "`has`",
        Rule::is_line | Rule::op_is | Rule::kw_is => "`is`",
        Rule::values | Rule::case | Rule::list_comma | Rule::item_line | Rule::item => "a value",
        Rule::unknown => "`unknown`",
        Rule::to_be_agreed => "`to be agreed`",
        Rule::others => "`and others`",
        Rule::section => "a section",
        Rule::all_of => "`all` and a list",
        Rule::gate | Rule::logic | Rule::operand | Rule::quantified | Rule::comparison => {
            "a condition"
        }
        Rule::moment => "`after`, `before`, `with` or `by`",
        Rule::unless_first => "`unless` and what comes first",
        Rule::default => "`unless` and what is done in time",
        Rule::time_unit => "a unit of time",
        Rule::kw_within => "`within`",
        Rule::kw_view => "`view`",
        Rule::kw_held => "`held by`",
        Rule::one_of | Rule::kw_the => "`the earlier of` or `the later of`",
        Rule::one => "a moment",
        Rule::edge => "`the start of` or `the end of`",
        Rule::nth => "`2nd`, `3rd` or another number",
        Rule::kw_time => "`time`",
        Rule::kw_start => "`start`",
        Rule::kw_end => "`end`",
        Rule::kw_earlier => "`earlier`",
        Rule::kw_later => "`later`",
        Rule::kw_first => "`first`",
        Rule::dates => "a span of dates",
        Rule::figure | Rule::quantity | Rule::amount => "a figure",
        Rule::c_level | Rule::kw_level => "`level`",
        Rule::c_qualified | Rule::kw_qualified => "`qualified`",
        Rule::c_for | Rule::o_for | Rule::kw_for => "`for`",
        Rule::c_let | Rule::kw_let => "`let`",
        Rule::c_where | Rule::kw_where => "`where`",
        Rule::c_require | Rule::kw_require => "`require`",
        Rule::c_eases | Rule::kw_eases => "`eases`",
        Rule::c_because | Rule::kw_because => "`because`",
        Rule::c_mark | Rule::kw_mark => "`mark`",
        Rule::c_help | Rule::kw_help => "`help`",
        Rule::c_group | Rule::kw_group => "`group`",
        Rule::c_avoid | Rule::kw_avoid => "`avoid`",
        Rule::c_prefer | Rule::kw_prefer => "`prefer`",
        Rule::head | Rule::head_call | Rule::head_value => "what is defined",
        Rule::params | Rule::param => "a kind and a variable",
        Rule::s_follows | Rule::kw_follows => "`follows`",
        Rule::s_set | Rule::e_set | Rule::kw_set => "`set`",
        Rule::s_rule => "a rule",
        Rule::o_under | Rule::kw_under => "`under`",
        Rule::o_as_of => "`as of`",
        Rule::o_as | Rule::kw_as => "`as`",
        Rule::o_following | Rule::kw_following => "`following`",
        Rule::o_fails => "`expected to fail because`",
        Rule::binder => "a variable, `in` and a list",
        Rule::vars => "a variable",
        Rule::is_empty => "`is empty`",
        Rule::is_list => "`is any of`",
        Rule::op_bound | Rule::at_least => "`at least`",
        Rule::includes_list => "`includes any of`",
        Rule::op_includes | Rule::kw_includes => "`includes`",
        Rule::op_in | Rule::kw_in => "`in`",
        Rule::op_order | Rule::kw_before => "`before`",
        Rule::verb_tail | Rule::verb => "a relation",
        Rule::set | Rule::primary => "a list or a thing",
        Rule::step => "`.` and a field",
        Rule::closure => "`+`",
        Rule::those | Rule::kw_those => "`those`",
        Rule::paren | Rule::args => "`(`",
        Rule::call => "a name and `(`",
        Rule::colon => "`:`",
        Rule::at_most => "`at most`",
        Rule::more_than => "`more than`",
        Rule::less_than => "`less than`",
        Rule::gate_done => "`done`",
        Rule::gate_settled => "`settled`",
        Rule::gate_consent => "`consent of`",
        Rule::op_union => "`union`",
        Rule::op_except | Rule::kw_except => "`except`",
        Rule::op_common => "`common`",
        Rule::kw_account => "`account`",
        Rule::kw_after => "`after`",
        Rule::kw_agreed => "`agreed`",
        Rule::kw_all => "`all`",
        Rule::kw_and => "`and`",
        Rule::kw_any => "`any`",
        Rule::kw_at => "`at`",
        Rule::kw_be => "`be`",
        Rule::kw_branch => "`branch`",
        Rule::kw_choice => "`choice`",
        Rule::kw_if => "`if`",
        Rule::kw_by => "`by`",
        Rule::kw_define => "`define`",
        Rule::kw_during => "`during`",
        Rule::kw_empty => "`empty`",
        Rule::kw_every => "`every`",
        Rule::kw_expect => "`expect`",
        Rule::kw_expected => "`expected`",
        Rule::kw_fail => "`fail`",
        Rule::kw_follow => "`follow`",
        Rule::kw_including => "`including`",
        Rule::kw_known => "`known`",
        Rule::kw_none => "`none`",
        Rule::kw_not => "`not`",
        Rule::kw_of => "`of`",
        Rule::kw_on => "`on`",
        Rule::kw_or => "`or`",
        Rule::kw_overlaps => "`overlaps`",
        Rule::kw_other => "`other`",
        Rule::kw_otherwise => "`otherwise`",
        Rule::kw_parameter => "`parameter`",
        Rule::kw_profile => "`profile`",
        Rule::kw_rule => "`rule`",
        Rule::kw_some => "`some`",
        Rule::kw_starts => "`starts`",
        Rule::kw_to => "`to`",
        Rule::kw_unless => "`unless`",
        Rule::kw_use => "`use`",
        Rule::kw_when => "`when`",
        Rule::kw_with => "`with`",
        Rule::EOI => "the end of the line",
        // These never come out of the grammar.
        Rule::blank
        | Rule::WHITESPACE
        | Rule::b
        | Rule::bb
        | Rule::comment
        | Rule::sep
        | Rule::gap
        | Rule::eos
        | Rule::more
        | Rule::tail
        | Rule::lone_date
        | Rule::set_word
        | Rule::reserved
        | Rule::followed
        | Rule::locator
        | Rule::statement
        | Rule::negative
        | Rule::value_line
        | Rule::value_start
        | Rule::ending
        | Rule::bad_bit
        | Rule::list
        | Rule::value
        | Rule::order
        | Rule::bound
        | Rule::clause
        | Rule::quantifier => "something else",
    }
}
