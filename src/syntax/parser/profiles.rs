//! Profiles: what a school follows, which rules it holds and which figures it sets.
//!
//! Takes the text of a profile; gives its lines. Knows no rule and no parameter.

use super::super::ast::{Profile, Setting, SettingKind};
use super::super::diagnose::Within;
use super::blocks::Heading;
use super::{Cx, Part, Rule};

impl Cx<'_> {
    pub(super) fn profile(&mut self, top: Part<'_>) -> Option<Profile> {
        let (mut head, mut settings) = (Heading::default(), Vec::new());
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::profile_block => {
                    let one_line = !p.as_str().contains(['\n', '\r']);
                    for q in p.into_inner() {
                        match q.as_rule() {
                            Rule::semicolon => {
                                let finding = self.semicolon(&q, one_line);
                                self.findings.extend(finding);
                            }
                            Rule::s_follows | Rule::s_set | Rule::s_rule => {
                                settings.extend(self.setting(q));
                            }
                            Rule::bad_line | Rule::raw_bad => self.bad(&q, Within::Profile),
                            _ => {}
                        }
                    }
                }
                _ => self.heading(p, &mut head),
            }
        }
        let Heading { name, title, cite } = head;
        Some(Profile { name: name?, title, cite, settings })
    }

    fn setting(&mut self, part: Part<'_>) -> Option<Setting> {
        let span = self.span(&part);
        let rule = part.as_rule();
        let (mut names, mut value, mut cite) = (Vec::new(), None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::name => names.push(self.name(&p)),
                Rule::quantity => value = self.quantity(p),
                Rule::cite => cite = Some(self.cite(p)),
                _ => {}
            }
        }
        let mut names = names.into_iter();
        let first = names.next()?;
        let kind = match rule {
            Rule::s_follows => SettingKind::Follows(first),
            Rule::s_set => SettingKind::Parameter { name: first, value: value? },
            _ => SettingKind::Rule { rule: first, level: names.next()? },
        };
        Some(Setting { span, cite, kind })
    }
}
