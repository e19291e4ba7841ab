//! The kinds of things a text speaks of, and sets of kinds.

/// A kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "`KINDS` gives each its meaning")]
pub enum Kind {
    Source,
    Actor,
    Region,
    Zone,
    Issue,
    Risk,
    Interest,
    Principle,
    Norm,
    Condition,
    Event,
    Framework,
    Basket,
    Measure,
    Phase,
    Milestone,
    Charter,
    Organ,
    Fund,
    Demand,
    Procedure,
    Step,
    Branch,
    View,
}

struct KindInfo {
    kind: Kind,
    /// The words that declare it.
    words: &'static [&'static str],
    /// The word for all that are loaded.
    plural: &'static str,
    /// The kinds it may stand in; empty at the top of a file.
    inside: &'static [Kind],
    doc: &'static str,
}

#[rustfmt::skip]
const KINDS: &[KindInfo] = &[
    KindInfo { kind: Kind::Source, words: &["source"], plural: "sources", inside: &[], doc: "a document that statements are cited from" },
    KindInfo { kind: Kind::Actor, words: &["actor"], plural: "actors", inside: &[], doc: "a state, an organisation, a group or a person" },
    KindInfo { kind: Kind::Region, words: &["region"], plural: "regions", inside: &[], doc: "a part of the world, with the actors that count as of it" },
    KindInfo { kind: Kind::Zone, words: &["zone"], plural: "zones", inside: &[], doc: "where a measure applies" },
    KindInfo { kind: Kind::Issue, words: &["issue"], plural: "issues", inside: &[], doc: "a matter on an agenda; with parties, a dispute" },
    KindInfo { kind: Kind::Risk, words: &["risk"], plural: "risks", inside: &[], doc: "a danger that actors may share" },
    KindInfo { kind: Kind::Interest, words: &["interest"], plural: "interests", inside: &[], doc: "what an actor hopes for or fears" },
    KindInfo { kind: Kind::Principle, words: &["principle"], plural: "principles", inside: &[], doc: "a rule of conduct that a text declares" },
    KindInfo { kind: Kind::Norm, words: &["norm"], plural: "norms", inside: &[], doc: "a standard that frameworks seek to strengthen" },
    KindInfo { kind: Kind::Condition, words: &["condition"], plural: "conditions", inside: &[], doc: "a state of the world that steps may wait for, or a goal" },
    KindInfo { kind: Kind::Event, words: &["event"], plural: "events", inside: &[], doc: "something that happened or may happen" },
    KindInfo { kind: Kind::Framework, words: &["framework", "draft"], plural: "frameworks", inside: &[], doc: "a body, forum, agreement, alliance or strategy; a `draft` is the author's own text" },
    KindInfo { kind: Kind::Basket, words: &["basket"], plural: "baskets", inside: &[Kind::Framework], doc: "a group of issues dealt with together" },
    KindInfo { kind: Kind::Measure, words: &["measure", "csbm"], plural: "measures", inside: &[Kind::Framework, Kind::Basket], doc: "something agreed to be done; a `csbm` builds confidence and security" },
    KindInfo { kind: Kind::Phase, words: &["phase"], plural: "phases", inside: &[Kind::Framework], doc: "a step of a sequence" },
    KindInfo { kind: Kind::Milestone, words: &["milestone"], plural: "milestones", inside: &[Kind::Framework], doc: "a moment of a sequence: it has no length, and may never come where no line says that it must" },
    KindInfo { kind: Kind::Charter, words: &["charter"], plural: "charters", inside: &[Kind::Framework], doc: "a founding text that a phase may adopt" },
    KindInfo { kind: Kind::Organ, words: &["organ"], plural: "organs", inside: &[Kind::Framework], doc: "a body of a framework: summit, secretariat, working group" },
    KindInfo { kind: Kind::Fund, words: &["fund"], plural: "funds", inside: &[Kind::Framework], doc: "money set aside for a framework" },
    KindInfo { kind: Kind::Demand, words: &["demand"], plural: "demands", inside: &[Kind::Framework], doc: "what an actor wants first, and what only then" },
    KindInfo { kind: Kind::Procedure, words: &["procedure"], plural: "procedures", inside: &[Kind::Framework], doc: "what is done step by step whenever an occasion arises, such as settling a dispute" },
    KindInfo { kind: Kind::Step, words: &["step"], plural: "steps", inside: &[Kind::Procedure], doc: "a step of a procedure" },
    KindInfo { kind: Kind::Branch, words: &["branch"], plural: "branches", inside: &[Kind::Framework], doc: "one way in which a sequence may go on, in a `choice at …`; its phases come about only if it is taken" },
    KindInfo { kind: Kind::View, words: &["view"], plural: "views", inside: &[Kind::Framework], doc: "what parties hold who disagree with others about the state of the framework; its other statements are theirs" },
];

/// What a kind outside the table would be.
const NONE: KindInfo =
    KindInfo { kind: Kind::Source, words: &[], plural: "", inside: &[], doc: "" };

impl Kind {
    /// Iterates over all kinds, in the order of the reference.
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|k| k.kind)
    }

    fn info(self) -> &'static KindInfo {
        // INVARIANT: the table holds every kind once, in the order of the enum; a unit test says so.
        KINDS.get(self as usize).unwrap_or(&NONE)
    }

    /// Returns the first word that declares it: `framework`.
    pub fn word(self) -> &'static str {
        self.words().first().copied().unwrap_or("")
    }

    /// Returns every word that declares it: `framework`, `draft`.
    pub fn words(self) -> &'static [&'static str] {
        self.info().words
    }

    /// Returns the word for all of them that are loaded: `frameworks`.
    pub fn plural(self) -> &'static str {
        self.info().plural
    }

    /// Returns the kinds it may stand in; empty where it stands at the top of a file.
    pub fn inside(self) -> &'static [Kind] {
        self.info().inside
    }

    /// Returns what it is, in a line.
    pub fn doc(self) -> &'static str {
        self.info().doc
    }

    /// Checks whether it has a time of its own: a phase or a milestone of a sequence, or a step of a procedure.
    pub fn is_planned(self) -> bool {
        matches!(self, Kind::Phase | Kind::Milestone | Kind::Step)
    }

    /// Finds the kind a word declares.
    pub fn of_word(word: &str) -> Option<Kind> {
        KINDS.iter().find(|k| k.words.contains(&word)).map(|k| k.kind)
    }

    /// Finds the kind by its plural.
    pub fn of_plural(word: &str) -> Option<Kind> {
        KINDS.iter().find(|k| k.plural == word).map(|k| k.kind)
    }
}

/// A set of kinds. Supertypes are such sets: `content` is a basket or a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindSet(u32);

impl KindSet {
    /// Returns the set of these kinds.
    pub const fn of(kinds: &[Kind]) -> KindSet {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            #[allow(
                clippy::indexing_slicing,
                reason = "`i` is below the length; iterators are not const"
            )]
            let kind = kinds[i];
            bits |= 1 << kind as u32;
            i += 1;
        }
        KindSet(bits)
    }

    /// Returns the set of all kinds.
    pub fn every() -> KindSet {
        Kind::all().fold(KindSet::of(&[]), |all, kind| all.union(kind.into()))
    }

    /// Checks whether a kind is among them.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// Returns the kinds in both.
    #[must_use]
    pub fn common(self, other: KindSet) -> KindSet {
        KindSet(self.0 & other.0)
    }

    /// Returns the kinds in either.
    #[must_use]
    pub fn union(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    /// Checks whether no kind is among them.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Iterates over its kinds.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::all().filter(move |k| self.has(*k))
    }

    /// Returns `an actor` or `a basket or a measure`, for messages.
    pub fn words(self) -> String {
        let one = |k: Kind| {
            let article = if k.word().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            format!("{article} {}", k.word())
        };
        self.iter().map(one).collect::<Vec<_>>().join(" or ")
    }

    /// Finds a supertype by name, or a single kind by the word that declares it.
    pub fn named(word: &str) -> Option<KindSet> {
        SUPERTYPES
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, set)| *set)
            .or_else(|| Kind::of_word(word).map(KindSet::from))
    }
}

impl From<Kind> for KindSet {
    fn from(kind: Kind) -> KindSet {
        KindSet::of(&[kind])
    }
}

/// Names for sets of kinds, usable wherever a definition names a kind.
pub(crate) const SUPERTYPES: &[(&str, KindSet)] = &[
    ("content", KindSet::of(&[Kind::Basket, Kind::Measure])),
    ("step", KindSet::of(&[Kind::Measure, Kind::Phase, Kind::Charter])),
];

#[cfg(test)]
mod tests {
    use super::{KINDS, Kind};

    #[test]
    fn the_table_is_in_the_order_of_the_enum() {
        for (i, info) in KINDS.iter().enumerate() {
            assert_eq!(info.kind as usize, i, "{:?}", info.kind);
        }
        assert_eq!(KINDS.len(), Kind::View as usize + 1);
    }
}
