//! `why` and `why not`: which question a reader asks, and who answers it.
//!
//! Takes what is typed; gives a tale. A rule and a thing ask of a verdict ([`super::ask`]), a check and a thing of what is
//! found in the text ([`checks`]), a phase and one of its ends of a time ([`times`]); anything else is an expression. What
//! would make it otherwise is looked for in [`super::why_not`].

mod checks;
mod times;

pub(super) use checks::stated_at;

use super::super::{Answer, Leaves, Question, Settled, Tale};
use super::{Session, request};
use crate::checks as catalogue;
use crate::diagnostic::{Finding, Status, suggestion};
use crate::syntax::VERDICTS;
use crate::value::Truth;

/// What a question is about.
enum About {
    /// What a rule says of a thing.
    Verdict { thing: String, rule: String },
    /// What a check of the text finds in a thing, or anywhere.
    Check { thing: Option<String>, check: String },
    /// A rule, of whatever it finds fault with.
    Rule(String),
    /// A thing: whatever is held against it.
    Thing(String),
    /// When a phase begins or ends.
    Time(times::Asked),
    /// A statement, a value, a list.
    Expression,
}

/// Takes away quotation marks around the whole of a question.
fn unquoted(what: &str) -> &str {
    let what = what.trim();
    let quoted = |open, close| what.strip_prefix(open)?.strip_suffix(close);
    let inner = quoted('"', '"').or_else(|| quoted('“', '”')).unwrap_or(what);
    if inner.contains(['"', '“', '”']) || inner.is_empty() { what } else { inner.trim() }
}

impl Session {
    /// Answers a question about a verdict (`napci roadmap-exists`, in either order), about what a check finds, or about a
    /// statement, a value, a list.
    pub fn told(&mut self, question: &Question) -> Result<Tale, Vec<Finding>> {
        let Question { what, not } = question;
        // Whoever copies a line from a shell copies its marks.
        let what = unquoted(what);
        if let Some(told) = self.as_expected(what, *not) {
            return told;
        }
        match (self.about(what), not) {
            (About::Verdict { thing, rule }, false) => {
                self.verdicts(&thing, &rule).map(Tale::Verdicts)
            }
            (About::Verdict { thing, rule }, true) => self.not_so(&thing, &rule),
            (About::Check { thing, check }, _) => self.found(thing.as_deref(), &check, *not),
            (About::Rule(rule), false) => self.faulted(&rule).map(Tale::Verdicts),
            (About::Rule(rule), true) => {
                let name = self.frameworks().into_iter().next().unwrap_or_default();
                Err(vec![request(
                    format!("`{rule}` is judged of several frameworks"),
                    format!("say of which: `why not {name} {rule}`"),
                )])
            }
            (About::Thing(thing), false) => {
                let against = self.held_against(&thing)?;
                Ok(if against.is_empty() {
                    let text = self.unfaulted(&thing);
                    Tale::Answer(Answer::Value { text, because: Leaves::default() })
                } else {
                    Tale::Verdicts(against)
                })
            }
            (About::Thing(thing), true) => {
                let against = self.held_against(&thing)?;
                let rule = against.first().map_or("RULE", |f| f.rule.as_str());
                Err(vec![request(
                    format!("`{thing}` is no statement"),
                    format!("say what of it: `why not {thing} {rule}`"),
                )])
            }
            (About::Time(asked), not) => {
                let answer = Tale::Answer(self.time_told(&asked));
                Ok(if *not {
                    Tale::Already(Settled::NoStatement, Box::new(answer))
                } else {
                    answer
                })
            }
            (About::Expression, false) => self.answered(what, true).map(Tale::Answer),
            (About::Expression, true) => match self.answered(what, true)? {
                answer @ Answer::Truth { truth: Truth::Yes, .. } => {
                    Ok(Tale::Already(Settled::Holds, Box::new(Tale::Answer(answer))))
                }
                Answer::Truth { .. } => self.why_not_so(what).map(Tale::Remedies),
                answer => Ok(Tale::Already(Settled::NoStatement, Box::new(Tale::Answer(answer)))),
            },
        }
    }

    /// Answers a question in the words of an expectation: `napci violates roadmap-exists`, of which the verdict tells. Why it
    /// is not violated is why it stands as it does.
    fn as_expected(&mut self, what: &str, not: bool) -> Option<Result<Tale, Vec<Finding>>> {
        let words: Vec<&str> = what.split_whitespace().collect();
        let words = words.strip_prefix(&["does"]).unwrap_or(&words);
        let [thing, verb, rule, rest @ ..] = words else { return None };
        let expects = |v: &&str| *v == *verb || v.strip_suffix('s') == Some(*verb);
        let verb = VERDICTS.iter().find(|v| expects(v))?;
        if !self.world.rules.iter().any(|r| r.name == *rule) && catalogue::find(rule).is_none() {
            return None;
        }
        let (plain, word) = (format!("{thing} {rule}"), if not { "why not" } else { "why" });
        if !rest.is_empty() {
            return Some(Err(vec![request(
                format!("`{word}` judges by the profiles in force: nothing follows the rule"),
                format!("write `{word} {plain}`, and say before under which profile"),
            )]));
        }
        // What is to be otherwise is that it is not satisfied; of any other verdict there is only its reason.
        let asked = Question { what: plain, not: not && *verb == "satisfies" };
        Some(self.told(&asked))
    }

    /// Finds out what is asked of. A rule alone is asked of the one framework there is.
    fn about(&self, what: &str) -> About {
        let words: Vec<&str> = what.split_whitespace().collect();
        let is_rule = |w: &str| self.world.rules.iter().any(|r| r.name == w);
        let is_check = |w: &str| catalogue::find(w).is_some();
        let verdict = |thing: &str, rule: &str| About::Verdict {
            thing: thing.to_owned(),
            rule: rule.to_owned(),
        };
        let check = |thing: Option<&str>, check: &str| About::Check {
            thing: thing.map(str::to_owned),
            check: check.to_owned(),
        };
        match words.as_slice() {
            [thing, rule] | [rule, thing] if is_rule(rule) => verdict(thing, rule),
            [thing, name] | [name, thing] if is_check(name) && self.knows(thing) => {
                check(Some(thing), name)
            }
            // Two words of which the first is a thing are no expression.
            [thing, name] if self.thing_named(thing).is_some() => verdict(thing, name),
            [rule] if is_rule(rule) => match self.frameworks().as_slice() {
                [one] => verdict(one, rule),
                _ => About::Rule((*rule).to_owned()),
            },
            [name] if is_check(name) => check(None, name),
            [path] => match self.time_asked(path) {
                Some(asked) => About::Time(asked),
                None if self.thing_named(path).is_some() => About::Thing((*path).to_owned()),
                None => About::Expression,
            },
            _ => About::Expression,
        }
    }

    /// Looks for what would make a verdict otherwise, or shows that there is nothing to make otherwise.
    fn not_so(&mut self, thing: &str, rule: &str) -> Result<Tale, Vec<Finding>> {
        let verdicts = self.verdicts(thing, rule)?;
        // Where only others of a framework are faulted, nothing is said of this one.
        let settled = match verdicts.first().map_or(Status::Satisfied, |f| f.status) {
            Status::Satisfied => Settled::Holds,
            Status::Moot => Settled::OutOfScope,
            _ => return self.why_not(thing, rule).map(Tale::Remedies),
        };
        Ok(Tale::Already(settled, Box::new(Tale::Verdicts(verdicts))))
    }

    /// Returns what a rule finds fault with, each with its derivation; where nothing is violated, what it leaves open.
    fn faulted(&mut self, rule: &str) -> Result<Vec<Finding>, Vec<Finding>> {
        let all = self.analysis().findings;
        let of = |status: Status| -> Vec<String> {
            let found = all.iter().filter(|f| f.rule == rule && f.status == status);
            let mut paths: Vec<String> = found.map(|f| f.subject.path.clone()).collect();
            paths.dedup();
            paths
        };
        let paths = [Status::Violated, Status::Undecided, Status::Satisfied].map(of);
        let paths = paths.into_iter().find(|p| !p.is_empty()).unwrap_or_default();
        if paths.is_empty() {
            return Err(vec![request(
                format!("`{rule}` is not in force, or applies to nothing here"),
                format!("ask it of a framework: `why FRAMEWORK {rule}`"),
            )]);
        }
        let mut findings = Vec::new();
        for path in paths {
            findings.extend(self.verdicts(&path, rule)?);
        }
        Ok(findings)
    }

    /// Returns whatever is held against a thing and what stands in it, each with its derivation.
    fn held_against(&mut self, thing: &str) -> Result<Vec<Finding>, Vec<Finding>> {
        let within = format!("{thing}.");
        let mut against: Vec<(String, String, Status)> = Vec::new();
        for finding in self.analysis().findings {
            let Finding { rule, subject, status, .. } = finding;
            let here = subject.path == thing || subject.path.starts_with(&within);
            let faulty = matches!(status, Status::Violated | Status::Broken);
            let about = (rule, subject.path, status);
            if here && faulty && !against.contains(&about) {
                against.push(about);
            }
        }
        let mut findings = Vec::new();
        for (rule, path, status) in against {
            findings.extend(match status {
                Status::Broken => self.broken_in(Some(&path), &rule),
                _ => self.verdicts(&path, &rule)?,
            });
        }
        Ok(findings)
    }

    /// Says that nothing is held against a thing, and what is open.
    fn unfaulted(&self, thing: &str) -> String {
        let mut open: Vec<String> = Vec::new();
        for finding in self.analysis().findings {
            let here = finding.subject.owner == thing && finding.status == Status::Undecided;
            if here && !open.contains(&finding.rule) {
                open.push(finding.rule);
            }
        }
        if open.is_empty() {
            return format!("nothing is held against {thing}");
        }
        format!("nothing is held against {thing}; undecided: {}", open.join(", "))
    }

    /// Says that nothing has a name, with the nearest there is.
    fn nothing_called(&self, path: &str) -> Vec<Finding> {
        let known = self.names();
        let help = suggestion(path, known.iter().map(String::as_str));
        vec![request(format!("nothing is called `{path}`"), help)]
    }
}
