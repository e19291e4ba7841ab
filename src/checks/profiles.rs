//! Profiles: which rules a school holds, how strongly, whom it follows; and what a mix of them comes to.

use indexmap::IndexMap;

use crate::diagnostic::{Finding, Level, NoteKind, nearest, suggestion};
use crate::expr::{EntityId, Notions, ParameterId};
use crate::model::{Cites, Things};
use crate::schema::Kind;
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, SettingKind};
use crate::value::{Number, Unit, unit};

/// The profile that is judged under when none is asked for.
pub const DEFAULT: &str = "core";

/// How a school holds a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// At this level.
    Holds(Level),
    /// It argues the contrary.
    Rejects,
}

impl Stand {
    /// Returns the word as written in a profile.
    pub fn word(self) -> &'static str {
        match self {
            Stand::Holds(level) => level.word(),
            Stand::Rejects => "rejected",
        }
    }
}

/// One line of a profile about a rule.
#[derive(Clone, Debug)]
pub struct Setting {
    /// How it holds the rule.
    pub stand: Stand,
    /// On what passage.
    pub citations: Vec<String>,
    /// Where it says so.
    pub span: Span,
}

/// One line of a profile about a parameter.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Which parameter.
    pub parameter: ParameterId,
    /// Its name.
    pub name: String,
    /// What it is set to.
    pub number: Number,
    /// Where it says so.
    pub span: Span,
}

/// A profile, resolved.
#[derive(Debug)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Its title.
    pub title: String,
    /// The school's source, as cited.
    pub citations: Vec<String>,
    /// Whom it believes where sources disagree.
    pub follows: Vec<EntityId>,
    /// The rules it names, in order.
    pub rules: IndexMap<String, Setting>,
    /// The figures it sets.
    pub parameters: Vec<Figure>,
    /// Its documentation.
    pub doc: Vec<Span>,
}

/// Resolves a profile; lines that cannot be read give findings.
#[allow(clippy::too_many_arguments, reason = "the tables of a run, each plain")]
pub fn resolve(
    profile: &ast::Profile,
    doc: &[Span],
    rules: &[&str],
    notions: &Notions,
    cites: &mut Cites,
    things: &Things,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> Profile {
    let text = |span: Span| sources.slice(span);
    let mut texts = |cite: Option<&ast::Cite>, findings: &mut Vec<Finding>| match cite {
        Some(cite) => {
            let id = cites.resolve(cite, things, sources, findings);
            cites.texts(id)
        }
        None => Vec::new(),
    };
    let mut resolved = Profile {
        name: text(profile.name.span).to_owned(),
        span: profile.name.span,
        title: profile.title.map_or(String::new(), |t| text(t.inner).to_owned()),
        citations: texts(profile.cite.as_ref(), findings),
        follows: Vec::new(),
        rules: IndexMap::new(),
        parameters: Vec::new(),
        doc: doc.to_vec(),
    };
    for setting in &profile.settings {
        match &setting.kind {
            SettingKind::Follows(name) => {
                let word = text(name.span);
                match things.source(word) {
                    Ok(source) => resolved.follows.push(source),
                    Err(help) => {
                        let message = format!("no source is called `{word}`");
                        let finding =
                            Finding::broken("unknown-source", Level::Error, name.span, message);
                        findings.push(finding.help(help));
                    }
                }
            }
            SettingKind::Rule { rule, level } => {
                let (name, word) = (text(rule.span), text(level.span));
                let stand = match word {
                    "rejected" => Some(Stand::Rejects),
                    word => Level::parse(word).map(Stand::Holds),
                };
                let Some(stand) = stand else {
                    let near = nearest(word, ["error", "warning", "advice", "rejected"]);
                    let help = near
                        .map_or("it is error, warning, advice or rejected".to_owned(), |n| {
                            format!("did you mean `{n}`?")
                        });
                    findings.push(
                        Finding::broken(
                            "unknown-word",
                            Level::Error,
                            level.span,
                            format!("`{word}` is not a level"),
                        )
                        .help(help),
                    );
                    continue;
                };
                if !rules.contains(&name) {
                    let mut help = suggestion(name, rules.iter().copied());
                    if things.top(Kind::Source, name).is_some() {
                        help = format!("`{name}` is a source: write `follows {name}`");
                    }
                    findings.push(
                        Finding::broken(
                            "unknown-rule",
                            Level::Error,
                            rule.span,
                            format!("no rule is called `{name}`"),
                        )
                        .help(help),
                    );
                    continue;
                }
                let citations = texts(setting.cite.as_ref(), findings);
                let line = Setting { stand, citations, span: setting.span };
                if let Some(earlier) = resolved.rules.get(name) {
                    findings.push(twice(name, rule.span, earlier.span));
                    continue;
                }
                resolved.rules.insert(name.to_owned(), line);
            }
            SettingKind::Parameter { name, value } => {
                let word = text(name.span);
                let figure = Number::parse(text(value.number));
                match (notions.find_parameter(word), figure) {
                    (Some(id), Some(number)) => {
                        let earlier = resolved.parameters.iter().find(|f| f.parameter == id);
                        if let Some(fault) = wrong_unit(notions, id, value, sources) {
                            findings.push(fault);
                        } else if let Some(earlier) = earlier {
                            findings.push(twice(word, name.span, earlier.span));
                        } else {
                            let span = setting.span;
                            let name = word.to_owned();
                            resolved.parameters.push(Figure { parameter: id, name, number, span });
                        }
                    }
                    (None, _) => {
                        let known = notions.parameters().map(|p| p.name.as_str());
                        let help = suggestion(word, known);
                        findings.push(
                            Finding::broken(
                                "unknown-name",
                                Level::Error,
                                name.span,
                                format!("no parameter is called `{word}`"),
                            )
                            .help(help),
                        );
                    }
                    (_, None) => findings.push(
                        Finding::broken(
                            "wrong-kind",
                            Level::Error,
                            value.span,
                            "this is not a number that can be read",
                        )
                        .help("write `7 issues`"),
                    ),
                }
            }
        }
    }
    resolved
}

fn twice(name: &str, again: Span, first: Span) -> Finding {
    let message = format!("`{name}` is named twice in one profile");
    Finding::broken("said-twice", Level::Error, again, message)
        .label(first, "the first time")
        .help("keep one of the two lines")
}

/// A profile counts what the parameter counts, in the same unit.
fn wrong_unit(
    notions: &Notions,
    id: ParameterId,
    value: &ast::QuantityText,
    sources: &Sources,
) -> Option<Finding> {
    let parameter = notions.parameter(id)?;
    let name = &parameter.name;
    let span = value.unit?;
    let (word, figure) = (sources.slice(span), sources.slice(value.number));
    let (message, mended) = match (unit(word), parameter.unit) {
        (Some(written), Some(own)) if written == own => return None,
        (_, None) => (format!("`{name}` is a number without a unit"), figure.to_owned()),
        (written, Some(own)) => {
            let plural = own.words.1;
            let converted = written.and_then(|from| in_units(Number::parse(figure)?, from, own));
            let figure = converted.map_or_else(|| figure.to_owned(), |n| n.to_string());
            (format!("`{name}` counts {plural}, not {word}"), format!("{figure} {plural}"))
        }
    };
    let finding = Finding::broken("wrong-unit", Level::Error, span, message);
    Some(finding.help(format!("write `set {name} to {mended}`")))
}

/// Returns a figure in another unit of the same sort, where it is a whole number of them.
fn in_units(figure: Number, from: &Unit, to: &Unit) -> Option<Number> {
    let base = figure.times(from.size)?.as_whole()?;
    (from.dimension == to.dimension && base % to.size == 0).then(|| Number::whole(base / to.size))
}

/// What several profiles together ask for.
#[derive(Debug, Default)]
pub struct Mix {
    /// The rules in force, with their level.
    pub rules: IndexMap<String, Level>,
    /// Whom to believe where sources disagree.
    pub follow: Vec<EntityId>,
    /// The figures they set.
    pub parameters: Vec<(ParameterId, Number)>,
    /// Rules that one profile requires and another rejects: they are off. Parameters that two profiles set to
    /// different figures: they keep their own.
    pub clashes: Vec<Finding>,
}

/// Mixes profiles: the weightier level holds; what one rejects and another requires is off, and said so; a figure
/// that two set differently is as declared, and said so.
pub fn mix(profiles: &[&Profile]) -> Mix {
    let mut mix = Mix::default();
    for profile in profiles {
        mix.follow.extend(&profile.follows);
        for (rule, setting) in &profile.rules {
            let Stand::Holds(level) = setting.stand else { continue };
            let against = profiles.iter().find_map(|p| {
                p.rules.get(rule).filter(|s| s.stand == Stand::Rejects).map(|s| (p, s))
            });
            if let Some((other, rejection)) = against {
                let mut finding = Finding::broken(
                    "schools-contradict",
                    Level::Warning,
                    setting.span,
                    format!("the profiles asked for contradict each other on `{rule}`"),
                )
                .here(format!("{} requires it", profile.name))
                .label(rejection.span, format!("{} argues the contrary", other.name))
                .note(NoteKind::So, format!("`{rule}` is left out of this run"))
                .help(format!("judge under one of them at a time: `--profile {}`", profile.name));
                finding.citations =
                    [setting.citations.clone(), rejection.citations.clone()].concat();
                mix.clashes.push(finding);
                continue;
            }
            let held = mix.rules.entry(rule.clone()).or_insert(level);
            *held = (*held).max(level);
        }
    }
    mix_figures(profiles, &mut mix);
    mix
}

/// Takes the figures on which all profiles that set them agree.
fn mix_figures(profiles: &[&Profile], mix: &mut Mix) {
    let mut set: IndexMap<ParameterId, Vec<(&Profile, &Figure)>> = IndexMap::new();
    for (profile, figure) in profiles.iter().flat_map(|p| p.parameters.iter().map(move |f| (p, f)))
    {
        set.entry(figure.parameter).or_default().push((profile, figure));
    }
    for (parameter, all) in set {
        let Some((profile, first)) = all.first() else { continue };
        let Some((other, second)) = all.iter().find(|(_, f)| f.number != first.number) else {
            mix.parameters.push((parameter, first.number));
            continue;
        };
        let name = &first.name;
        let says = |p: &Profile, f: &Figure| format!("{} sets it to {}", p.name, f.number);
        mix.clashes.push(
            Finding::broken(
                "schools-contradict",
                Level::Warning,
                first.span,
                format!(
                    "the profiles asked for contradict each other on `{name}`: {} under {}, {} under {}",
                    first.number, profile.name, second.number, other.name
                ),
            )
            .here(says(profile, first))
            .label(second.span, says(other, second))
            .note(NoteKind::So, format!("`{name}` is as its `parameter` line says in this run"))
            .help(format!("judge under one of them at a time: `--profile {}`", profile.name)),
        );
    }
}
