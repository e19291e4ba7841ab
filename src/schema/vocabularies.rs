//! The closed vocabularies: the words that fields take, each with its meaning, ordered where order counts.

/// One word and its meaning.
#[derive(Clone, Copy, Debug)]
pub struct WordInfo {
    /// The word written.
    pub word: &'static str,
    /// What it means, in a line.
    pub doc: &'static str,
}

/// A closed list of words. The first `ordered` of them stand in ascending order; the rest in none.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    /// Its name in the reference; a field that takes it usually has the same.
    pub name: &'static str,
    /// How many words, from the first, are in ascending order.
    pub ordered: usize,
    /// The words.
    pub words: &'static [WordInfo],
}

/// A word of a vocabulary, by position; compares as the vocabulary orders it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word {
    /// Position in [`VOCABULARIES`].
    pub vocabulary: u8,
    /// Position in the vocabulary.
    pub index: u8,
}

/// What a word of no vocabulary would be of.
const EMPTY: Vocabulary = Vocabulary { name: "", ordered: 0, words: &[] };

impl Word {
    /// Returns the vocabulary it is of.
    pub fn vocabulary(self) -> &'static Vocabulary {
        VOCABULARIES.get(self.vocabulary as usize).unwrap_or(&EMPTY)
    }

    /// Returns the word as written.
    pub fn text(self) -> &'static str {
        self.vocabulary().words.get(self.index as usize).map_or("", |w| w.word)
    }

    /// Compares two words of one ordered vocabulary; `None` where no order is declared between them.
    pub fn compare(self, other: Word) -> Option<std::cmp::Ordering> {
        let ordered = self.vocabulary().ordered;
        let comparable = self.vocabulary == other.vocabulary
            && (self.index as usize) < ordered
            && (other.index as usize) < ordered;
        comparable.then(|| self.index.cmp(&other.index))
    }
}

/// Finds a vocabulary by name.
pub fn vocabulary(name: &str) -> Option<(u8, &'static Vocabulary)> {
    let index = VOCABULARIES.iter().position(|v| v.name == name)?;
    Some((u8::try_from(index).ok()?, VOCABULARIES.get(index)?))
}

impl Vocabulary {
    /// Finds a word in the vocabulary called `name`.
    pub fn find(name: &str, word: &str) -> Option<Word> {
        let (vocabulary, list) = vocabulary(name)?;
        let index = list.words.iter().position(|w| w.word == word)?;
        Some(Word { vocabulary, index: u8::try_from(index).ok()? })
    }
}

macro_rules! vocabularies {
    ($($name:literal $ordered:literal { $($word:literal $doc:literal)* })*) => {
        /// Every vocabulary of the language.
        pub const VOCABULARIES: &[Vocabulary] = &[$(Vocabulary {
            name: $name,
            ordered: $ordered,
            words: &[$(WordInfo { word: $word, doc: $doc }),*],
        }),*];
    };
}

vocabularies! {
    "actor-kind" 0 {
        "state" "a state"
        "organisation" "an international organisation or a union of states"
        "group" "a group of actors, named together"
        "person" "a person, such as a leader a process depends on"
    }
    "framework-kind" 0 {
        "dialogue" "a format for talking"
        "negotiation" "talks towards an agreement"
        "forum" "a standing place to meet"
        "csbm-regime" "a set of confidence- and security-building measures kept together"
        "treaty" "a treaty or an agreement in legal form"
        "agreement" "an arrangement or a plan of action below a treaty"
        "declaration" "a statement of intent or principle"
        "union" "states that integrate"
        "organisation" "an international organisation"
        "alliance" "a pact of mutual defence"
        "alliance-network" "alliances tied together"
        "coalition" "states that act together ad hoc"
        "national-strategy" "the strategy or policy of one state"
        "sanctions-regime" "sanctions kept by several imposers"
        "patchwork" "several formats looked at as one"
    }
    "concept" 0 {
        "cooperative" "states jointly ease tension through agreed mechanisms and institutions"
        "collective" "each member's security is every member's, with a duty of collective response"
        "comprehensive" "security beyond the military: economic, environmental, human"
        "none" "no security concept"
    }
    "format" 0 {
        "bilateral" "two members"
        "trilateral" "three members"
        "minilateral" "a small circle, more than two"
        "multilateral" "more than three members, or declared so"
        "unilateral" "one actor's own"
    }
    "scope" 0 {
        "regional" "claims to be the framework of its region"
        "inclusive" "claims to be open to all of its region"
        "exclusive" "keeps membership to its region"
    }
    "status" 7 {
        "idea" "thought of"
        "drafted" "written down by its author"
        "proposed" "put forward"
        "tabled" "put before those concerned"
        "adopted" "agreed"
        "launched" "begun"
        "operating" "at work"
        "stalled" "stuck"
        "blocked" "prevented by an actor"
        "ended" "over"
    }
    "measure-status" 6 {
        "idea" "thought of"
        "drafted" "written down by its author"
        "proposed" "put forward"
        "discussed" "under discussion"
        "agreed" "agreed, not yet at work"
        "operating" "at work"
        "halted" "broken off"
        "ended" "over"
    }
    "track" 0 {
        "1" "official"
        "1.5" "officials in private capacity beside experts"
        "2" "unofficial"
    }
    "accession" 0 {
        "open" "others may join"
        "closed" "nobody else may join"
        "by-invitation" "others may join when asked"
    }
    "leadership-rule" 0 {
        "single" "one actor leads"
        "co-led" "several lead together"
        "rotating" "the lead passes round"
        "secretariat" "a common secretariat leads"
    }
    "logic" 0 {
        "security-building" "security measures build trust"
        "trickle-up" "soft cooperation is to lead up to hard security"
        "integration" "integration creates the need for common policy"
    }
    "commitment" 0 {
        "collective-response" "to answer an attack on one together"
        "consultation" "to consult"
        "sovereignty-transfer" "to hand over some sovereignty"
    }
    "investment" 0 {
        "will" "political will"
        "resources" "money, staff, means"
        "sovereignty" "some sovereignty"
        "words" "words only"
    }
    "nature" 0 {
        "hard" "military: notification, transparency, arms control, crisis communication"
        "soft" "functional, less sensitive, non-security cooperation and trust-building"
    }
    "domain" 0 {
        "military" "armed forces, arms, deterrence"
        "political" "disputes, recognition, rivalry"
        "economic" "trade, finance, energy markets"
        "nontraditional" "threats that cross borders and are not military"
        "humanitarian" "food, health, people"
        "historical" "memory and redress"
        "functional" "technical cooperation"
    }
    "measure-type" 0 {
        "notification" "prior notice of military activities"
        "observation" "observers at activities"
        "inspection" "inspection on site"
        "verification" "checking of compliance"
        "transparency" "exchange of military information"
        "hotline" "a line for crisis communication"
        "code-of-conduct" "rules of behaviour for encounters"
        "force-limit" "ceilings or zones for forces"
        "arms-control" "limits on weapons"
        "exchange" "exchange of people, military or civilian"
        "consultation" "a duty or channel to consult"
        "guarantee" "an assurance of security"
        "sanctions-relief" "lifting of sanctions"
        "sanctions-upkeep" "keeping of sanctions"
        "aid" "material help"
        "assistance" "technical help"
        "training" "training"
        "research" "joint research"
        "trade" "trade"
        "regulation" "common regulation of a dangerous activity"
        "meeting" "meetings"
        "joint-project" "a project run together"
        "disarmament" "giving up of weapons"
    }
    "measure-class" 0 {
        "nuclear-safety" "safe use of nuclear energy, non-proliferation"
        "nuclear-verification" "safeguards and verification"
    }
    "binding" 3 {
        "voluntary" "at each party's discretion"
        "political" "a political commitment"
        "legal" "binding in law"
    }
    "serves" 0 {
        "predictability" "to know what others will do"
        "communication" "to be able to talk in a crisis"
        "transparency" "to see what others do"
        "restraint" "to hold forces back"
        "verification" "to check what was promised"
        "trust" "to build trust"
        "welfare" "to make life better"
        "norms" "to strengthen norms"
    }
    "purpose" 0 {
        "security" "security"
        "welfare" "welfare"
        "trade" "trade"
    }
    "charter-content" 0 {
        "non-aggression" "not to attack one another"
        "peaceful-settlement" "to settle disputes peacefully"
        "consultation" "to consult"
        "principles" "to respect declared principles"
    }
    "upon" 0 {
        "breakdown" "when talks break down"
        "incident" "when an incident occurs"
    }
    "organ-kind" 0 {
        "summit" "heads of state or government"
        "ministerial" "ministers"
        "senior-officials" "senior officials"
        "secretariat" "a standing office"
        "working-group" "officials or experts on one matter"
        "fund" "a fund with its administration"
        "expert-panel" "experts"
        "oversight" "a body that oversees what is done"
        "joint-commission" "the parties meeting to apply the text"
        "assembly" "all members in plenary"
        "hotline" "a staffed line"
    }
    "period" 4 {
        "ad-hoc" "when called"
        "yearly" "once a year"
        "several-a-year" "several times a year"
        "permanent" "always at work"
    }
    "phase-role" 0 {
        "environment" "to make a favourable environment"
        "consensus" "to reach a common understanding"
        "cooperation" "to cooperate in practice"
        "formal-talks" "to negotiate formally"
        "institution" "to found an institution"
    }
    "day-count" 0 {
        "excludes-first-day" "the day from which is counted is day 0: 60 days after 13 February is 14 April"
        "includes-first-day" "the day from which is counted is day 1: 60 days after 13 February is 13 April"
    }
    "difficulty" 3 {
        "low" "easy to agree"
        "medium" "in between"
        "high" "hard to agree"
    }
    "widening" 0 {
        "members" "takes in members"
        "agenda" "takes up issues"
        "ownership" "spreads the lead"
    }
    "stance" 7 {
        "blocks" "prevents it"
        "opposes" "is against it"
        "withholds" "withholds support it cannot do without"
        "lukewarm" "shows little interest"
        "neutral" "has not taken sides"
        "favours" "is for it"
        "champions" "promotes it"
    }
    "perception" 0 {
        "containment" "as meant to contain it"
        "bashing" "as a platform against it"
        "threat" "as a threat"
        "opportunity" "as an opportunity"
        "stabilising" "as a force for stability"
    }
    "confidence" 3 {
        "low" "does not trust it"
        "medium" "trusts it in part"
        "high" "trusts it"
    }
    "relation" 3 {
        "hostile" "hostile"
        "soured" "soured"
        "good" "good"
    }
    "exit-effect" 3 {
        "collapses" "the framework breaks"
        "impaired" "the framework suffers"
        "survives" "the framework holds"
    }
    "outcome" 0 {
        "delivered" "brought about"
        "not-delivered" "not brought about"
    }
    "acceptance" 0 {
        "accepted" "accepts that it may regulate behaviour"
        "rejected" "does not"
    }
    "valence" 0 {
        "hope" "a reason to want it"
        "fear" "a reason against it"
        "requirement" "a condition it sets"
        "fact" "a circumstance"
    }
    "balance" 0 {
        "balanced" "no power outweighs the others"
        "unbalanced" "one does, or they contend"
    }
    "start-state" 0 {
        "calm" "begun in calm times"
        "crisis" "begun in a crisis"
    }
    "representation" 0 {
        "adequate" "well represented"
        "weak" "weakly represented"
        "absent" "not represented"
    }
}
