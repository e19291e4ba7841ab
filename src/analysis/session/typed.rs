//! What may follow in a text that is being typed: fields in a block, words that a field takes, rules after a verdict.
//!
//! Takes the text up to the word at the cursor; gives words, and none where anything may stand. Goes by the braces that
//! are open and by the words of the statement at hand; the text need not be whole, and nothing is judged.

use super::Session;
use crate::diagnostic::Level;
use crate::expr::{Key, Names as _, NotionForm};
use crate::model::normal;
use crate::schema::{Kind, KindSet, Takes, fields_of};
use crate::syntax::{CLAUSES, EDITS, VERDICTS};

/// In what a statement stands.
#[derive(Clone, Copy)]
enum Place<'t> {
    /// At the top of a text, or on a line of its own.
    Top,
    /// In the block of a thing.
    Thing(Kind),
    /// In the braces of a field: one item a line.
    Items(Kind, &'t str),
    /// In a block of one value for each name: `stance { China favours }`.
    Keyed(KindSet, Kind, &'t str),
    Scenario,
    Rule,
    Profile,
    /// In something of which nothing is known.
    Other,
}

impl Session {
    /// Returns what may stand at the end of a text that is being typed: a declaration, an edit or an expression.
    pub fn follows(&self, typed: &str) -> Vec<String> {
        let (headers, statement) = blocks(typed);
        let words: Vec<&str> = statement.split_whitespace().collect();
        let place = headers.iter().fold(Place::Top, |place, header| self.inside(place, header));
        match place {
            Place::Top => self.line(&words, statement),
            Place::Thing(kind) => self.in_block(kind, &words),
            Place::Items(kind, field) => self.words_for(kind, field),
            Place::Keyed(keys, kind, field) => match words.as_slice() {
                [] => self.known(keys),
                _ => self.words_for(kind, field),
            },
            Place::Scenario => self.edit(&words, statement),
            Place::Rule => match words.as_slice() {
                [] => owned(CLAUSES.iter().copied()),
                ["level"] => owned(Level::WORDS),
                ["because" | "help" | "qualified", ..] => Vec::new(),
                _ => self.expression(&words),
            },
            Place::Profile => match words.as_slice() {
                [] => owned(["follows", "set"]).into_iter().chain(self.rules()).collect(),
                ["follows"] => self.all_sources(),
                ["set"] => self.world.notions.parameters().map(|p| p.name.clone()).collect(),
                ["set", _] => owned(["to"]),
                [_] => owned(Level::WORDS).into_iter().chain(owned(["rejected"])).collect(),
                _ => Vec::new(),
            },
            Place::Other => Vec::new(),
        }
    }

    /// Returns in what the statements of a block stand, by its heading and by what it stands in.
    fn inside<'t>(&self, place: Place<'t>, header: &'t str) -> Place<'t> {
        let mut words = header.split_whitespace().skip_while(|w| matches!(*w, "what" | "if"));
        let mut first = words.next().unwrap_or("");
        if first == "add" {
            first = words.next().unwrap_or("");
        }
        match (place, first) {
            (Place::Top, "scenario") => Place::Scenario,
            (Place::Top, "rule") => Place::Rule,
            (Place::Top, "profile") => Place::Profile,
            (Place::Top, "account") => Place::Thing(Kind::Framework),
            (Place::Rule, "avoid" | "prefer") => Place::Top,
            (Place::Thing(kind), "sequence") => Place::Thing(kind),
            (Place::Thing(kind), field) if self.takes(kind, field).is_some() => {
                match self.takes(kind, field) {
                    Some(Takes::Keyed(keys, _)) => Place::Keyed(keys, kind, field),
                    _ => Place::Items(kind, field),
                }
            }
            (Place::Top | Place::Thing(_) | Place::Scenario, word) => {
                Kind::of_word(word).map_or(Place::Other, Place::Thing)
            }
            _ => Place::Other,
        }
    }

    fn takes(&self, kind: Kind, field: &str) -> Option<Takes> {
        match self.world.notions.key(kind, field)? {
            Key::Field(row) => Some(row.info().takes),
            Key::Notion(_) => None,
        }
    }

    /// What may follow in a block of a thing.
    fn in_block(&self, kind: Kind, words: &[&str]) -> Vec<String> {
        let below = || Kind::all().filter(move |k| k.inside().contains(&kind));
        let fields = || fields_of(kind).map(|row| row.info().written());
        match words {
            [] => {
                let blocks = below().map(Kind::word).chain(fields()).chain(["no", "has", "is"]);
                let whole = if kind == Kind::Framework { Some("sequence") } else { None };
                blocks.chain(whole).map(str::to_owned).collect()
            }
            ["no"] => {
                let named = self.notions(Some(kind), NotionForm::Noun).into_iter();
                named.chain(owned(["other"])).chain(fields().map(str::to_owned)).collect()
            }
            ["no", "other"] | ["no", _, "in"] => fields().map(str::to_owned).collect(),
            ["no", _] => owned(["in"]),
            ["has", rest @ ..] => {
                let no = owned(["no"].into_iter().filter(|_| rest.is_empty()));
                [no, self.notions(Some(kind), NotionForm::Noun)].concat()
            }
            ["is", rest @ ..] => {
                let not = owned(["not"].into_iter().filter(|_| rest.is_empty()));
                [not, self.notions(Some(kind), NotionForm::Adjective)].concat()
            }
            [field, ..] => match self.takes(kind, field) {
                Some(Takes::Keyed(keys, _)) if words.len() == 1 => self.known(keys),
                _ => self.words_for(kind, field),
            },
        }
    }

    /// What may follow on a line of its own.
    fn line(&self, words: &[&str], line: &str) -> Vec<String> {
        match words {
            ["expect", rest @ ..] => self.expectation(rest),
            ["follow", rest @ ..] => match rest {
                [] => self.all_sources(),
                [_] => owned(["on"]),
                _ => self.names(),
            },
            ["scenario", _] => owned(["on"]),
            ["scenario", _, "on"] => [self.frameworks(), self.scenarios()].concat(),
            ["account"] => owned(["of"]),
            ["account", "of"] => self.frameworks(),
            ["use"] => owned(["std.northeast-asia", "std.europe", "std.asia-pacific"]),
            [word, ..] if EDITS.contains(word) => self.edit(words, line),
            // A name that is new.
            [word] if Kind::of_word(word).is_some() || crate::syntax::declares(word) => Vec::new(),
            _ => self.expression(words),
        }
    }

    /// What may follow in an expectation.
    fn expectation(&self, words: &[&str]) -> Vec<String> {
        match words {
            [] => self.frameworks(),
            [_] => owned(VERDICTS.iter().copied()),
            [_, _] => self.rules(),
            [.., last] => match last.trim_end_matches(',') {
                "under" => self.all_profiles(),
                "in" => self.scenarios(),
                "following" => self.all_sources(),
                "as" => owned(Level::WORDS).into_iter().chain(owned(["of"])).collect(),
                "for" => self.names(),
                "of" | "because" => Vec::new(),
                _ if last.ends_with(',') => {
                    let asked = words.iter().rfind(|w| matches!(**w, "under" | "for"));
                    if asked == Some(&"for") { self.names() } else { self.all_profiles() }
                }
                _ => owned(["under", "in", "for", "as", "following", "expected"]),
            },
        }
    }

    /// What may follow in an edit.
    fn edit(&self, words: &[&str], line: &str) -> Vec<String> {
        let then = |word: &str| vec![word.to_owned()];
        // What is added may be several things; they end with the word that says where.
        let goes_on = line.trim_end().ends_with(',');
        match words {
            [] => owned(EDITS.iter().copied()),
            ["add"] => {
                let blocks = Kind::all().filter(|k| !k.inside().is_empty()).map(Kind::word);
                self.names().into_iter().chain(owned(blocks)).collect()
            }
            ["add" | "remove", .., "to" | "from"] | ["withdraw", _, "from"] => self.frameworks(),
            ["add", word] if Kind::of_word(word).is_some() => Vec::new(),
            ["add", ..] if line.contains('}') => then("to"),
            ["add" | "remove", ..] if goes_on => self.names(),
            ["add" | "set", _] => then("to"),
            ["remove" | "withdraw", _] => then("from"),
            ["set", path, "to", ..] => self.values_of(path),
            ["delay", _] => then("by"),
            ["move", _] => owned(["before", "after", "with"]),
            ["delay", ..] => Vec::new(),
            _ => self.names(),
        }
    }

    /// What may follow in a condition.
    fn expression(&self, words: &[&str]) -> Vec<String> {
        let plurals = || Kind::all().map(Kind::plural).filter(|p| !p.is_empty());
        match words {
            [.., of, "is", "any" | "none", "of"] | [.., of, "is"] | [.., of, "is", "not"] => {
                let mut found = self.said_of(of);
                if words.last() == Some(&"is") {
                    found.extend(owned(["not", "empty"]));
                }
                found
            }
            [.., of, "has"] | [.., of, "has", "no"] => {
                let kind = self.kind_of(of);
                let no = (words.last() == Some(&"has")).then(|| "no".to_owned());
                let fields = kind.into_iter().flat_map(fields_of).map(|r| r.info().name.to_owned());
                self.notions(kind, NotionForm::Noun).into_iter().chain(no).chain(fields).collect()
            }
            [.., "in"] => self.names().into_iter().chain(owned(plurals())).collect(),
            ["no" | "some" | "every" | "those", _] => owned(["in"]),
            _ => self.names(),
        }
    }

    /// Returns what may be said of something after `is`: notions of a thing, words that a field takes.
    fn said_of(&self, path: &str) -> Vec<String> {
        match self.thing_at(path) {
            Some((_, left)) if !left.is_empty() => self.values_of(path),
            _ => self.notions(self.kind_of(path), NotionForm::Adjective),
        }
    }

    /// Returns the kind of what a path names, if it names a thing.
    fn kind_of(&self, path: &str) -> Option<Kind> {
        let things = &self.state().played.model.things;
        self.thing_named(&normal(path)).map(|id| things.get(id).kind)
    }

    /// Returns the notions of this form of a kind, or of all kinds where it is not known, and the fields that are a yes
    /// or no.
    fn notions(&self, kind: Option<Kind>, form: NotionForm) -> Vec<String> {
        let kinds = kind.map_or_else(KindSet::every, KindSet::from);
        let named = self.world.notions.iter().filter(|(_, n)| {
            n.form == form && n.params.iter().all(|p| !p.1.common(kinds).is_empty())
        });
        let truths = kinds.iter().flat_map(fields_of).map(crate::schema::FieldId::info);
        let truths = truths.filter(|row| row.takes == Takes::Truth).map(|row| row.name.to_owned());
        let mut found: Vec<String> = named.map(|(_, n)| n.name.clone()).chain(truths).collect();
        found.sort();
        found.dedup();
        found
    }

    fn known(&self, kinds: KindSet) -> Vec<String> {
        let things = &self.state().played.model.things;
        things.known(kinds).into_iter().map(str::to_owned).collect()
    }
}

fn owned<'w>(words: impl IntoIterator<Item = &'w str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// Splits a text into the headings of the blocks that are open at its end, and the statement at hand.
fn blocks(text: &str) -> (Vec<&str>, &str) {
    let mut headers = Vec::new();
    let (mut from, mut quoted, mut remark) = (0, false, false);
    // Where the statement began in which a block stands: what follows its brace is the end of it.
    let mut begun: Vec<usize> = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '\n' => {
                (quoted, remark) = (false, false);
                from = at + 1;
            }
            _ if remark => {}
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => remark = true,
            '{' => {
                headers.push(text.get(from..at).unwrap_or("").trim());
                begun.push(from);
                from = at + 1;
            }
            '}' => {
                headers.pop();
                from = begun.pop().unwrap_or(at + 1);
            }
            ';' => from = at + 1,
            _ => {}
        }
    }
    (headers, text.get(from..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn a_text_is_cut_into_open_blocks_and_the_statement_at_hand() {
        assert_eq!(blocks("napci.x is "), (vec![], "napci.x is "));
        assert_eq!(blocks("draft x {\n  kind "), (vec!["draft x"], "  kind "));
        let deep = "draft x { # {\n basket y { nature soft; issues {\n a\n } is ";
        assert_eq!(blocks(deep), (vec!["draft x", "basket y"], " issues {\n a\n } is "));
        assert_eq!(
            blocks("add csbm x { type hotline } "),
            (vec![], "add csbm x { type hotline } ")
        );
        assert_eq!(blocks("}}} a; b"), (vec![], " b"));
        assert_eq!(blocks("x \"{\" "), (vec![], "x \"{\" "));
    }
}
