//! The table of fields: one row each.
//!
//! A row reads: `field: what it takes, how many, whose fact; marks; meaning`. Marks are `dated`,
//! `transitive`, `symmetric`, `inverse`, `excludes`, `part` and `group`.

use super::{FieldInfo, Kind, KindSet, Many, Mirror, Takes, Whose};
use crate::value::Dimension;

use Kind::{
    Actor, Basket, Branch, Charter, Condition, Demand, Event, Framework, Fund, Interest, Issue,
    Measure, Milestone, Norm, Organ, Phase, Principle, Procedure, Region, Risk, Source, Step, View,
    Zone,
};

const fn names(kinds: &[Kind]) -> Takes {
    Takes::Names(KindSet::of(kinds))
}

const fn keyed(key: Kind, vocabulary: &'static str) -> Takes {
    Takes::Keyed(KindSet::of(&[key]), vocabulary)
}

/// What a row has that names nothing else.
pub(super) const ROW: FieldInfo = FieldInfo {
    of: Source,
    name: "",
    takes: Takes::Text,
    many: Many::One,
    whose: Whose::Author,
    dated: false,
    transitive: false,
    mirror: Mirror::None,
    excludes: &[],
    part: false,
    group: None,
    doc: "",
};

macro_rules! fields {
    ($($kind:ident { $($name:literal $takes:expr, $many:ident, $whose:ident $(, $mark:ident = $value:expr)*; $doc:literal)* })*) => {
        /// Every field of every kind.
        pub const FIELDS: &[FieldInfo] = &[$($(FieldInfo {
            of: $kind,
            name: $name,
            takes: $takes,
            many: Many::$many,
            whose: Whose::$whose,
            doc: $doc,
            $($mark: $value,)*
            ..ROW
        }),*),*];
    };
}

fields! {
    Source {
        "author" Takes::Text, One, Author; "who wrote it"
        "title" Takes::Text, One, Author; "its title, where the heading holds only a name"
        "date" Takes::Date, One, Author; "when it appeared; the date of what it says, unless a citation gives one"
        "sections" Takes::Sections, List, Author; "its sections, each with the lines it covers; a citation must name one"
    }
    Actor {
        "kind" Takes::Words("actor-kind"), One, Author; "what it is"
        "aliases" Takes::Text, List, Author; "other names, for did-you-mean; never used in a text"
        "part-of" names(&[Actor]), List, Author, transitive = true; "the groups or organisations it belongs to"
        "interests" names(&[Interest]), List, World, mirror = Mirror::Inverse("actor"); "what it hopes for or fears"
        "core-interests" names(&[Interest]), List, World; "interests it will not give up"
        "declares" names(&[Principle, Condition]), List, World; "principles and goals it says it holds"
        "relations" keyed(Actor, "relation"), Each, World, dated = true, mirror = Mirror::Symmetric; "how it stands with others"
    }
    Region {
        "within" names(&[Region]), List, Author, transitive = true, mirror = Mirror::Inverse("parts"); "the wider regions it lies in"
        "parts" names(&[Region]), List, Author, transitive = true, mirror = Mirror::Inverse("within"); "the regions that lie in it"
        "actors" names(&[Actor]), List, World; "who counts as of the region"
        "great-powers" names(&[Actor]), List, World; "its great powers; sources differ"
        "key-actors" names(&[Actor]), List, World; "those without whom nothing moves"
        "balance" Takes::Words("balance"), One, World; "whether power is balanced in it"
        "balancer" names(&[Actor]), List, World; "who keeps the balance"
    }
    Zone {
        "within" names(&[Zone, Region]), List, Author, transitive = true; "the wider zones or regions it lies in"
        "covers" Takes::Text, List, Author; "what it covers, in the words of the text"
    }
    Issue {
        "domain" Takes::Words("domain"), List, World; "military, political, economic and so on"
        "region" names(&[Region]), List, World; "where it is located"
        "parties" names(&[Actor]), List, World; "the parties to it; with parties it is a dispute"
        "direct" names(&[Actor]), List, World; "who else has a direct stake in it"
        "indirect" names(&[Actor]), List, World; "who has an indirect stake"
        "live" Takes::Truth, One, World, dated = true; "whether it is contested now"
        "clash-prone" Takes::Truth, One, World; "whether forces may clash over it unintended"
        "part-of" names(&[Issue]), List, Author, transitive = true; "the wider issues it is part of"
    }
    Risk {
        "perceived-by" names(&[Actor]), List, World; "who sees it"
    }
    Interest {
        "actor" names(&[Actor]), One, Author, mirror = Mirror::Inverse("interests"); "whose it is"
        "core" Takes::Truth, One, World; "whether its owner will not give it up"
        "valence" Takes::Words("valence"), One, Author; "hope, fear, requirement or fact"
        "conflicts" names(&[Interest]), List, World, mirror = Mirror::Symmetric; "interests it clashes with"
        "rivalry" names(&[Actor]), List, Author; "the actors whose rivalry it is an interest in"
    }
    Principle {
        "contradicts" names(&[Principle]), List, Author, mirror = Mirror::Symmetric; "principles it cannot be held with"
    }
    Norm {
        "part-of" names(&[Norm]), List, Author, transitive = true; "the wider norms it is part of"
    }
    Condition {
        "implies" names(&[Condition]), List, Author, transitive = true; "weaker conditions that hold whenever it does"
        "of" names(&[Issue]), One, Author; "the issue it is the settlement of"
        "by" names(&[Actor]), List, Author; "who has to act for it"
        "needs" names(&[Condition, Framework, Measure, Phase, Milestone, Charter]), List, World; "what brings it about"
        "holds" Takes::Truth, One, World, dated = true; "whether it holds now"
    }
    Event {
        "on" Takes::Date, One, World; "when it happened"
        "by" names(&[Actor]), List, World; "who brought it about"
        "contradicts" names(&[Principle]), List, World; "principles it goes against"
    }
    Framework {
        "kind" Takes::Words("framework-kind"), List, Required; "what it is"
        "concept" Takes::Words("concept"), List, Required; "its security concept"
        "format" Takes::Words("format"), One, Author; "by the number of members, unless stated"
        "scope" Takes::Words("scope"), List, Author; "what it claims to be: regional, inclusive, exclusive"
        "status" Takes::Words("status"), One, History, dated = true; "how far it has come"
        "track" Takes::Words("track"), List, Required; "1 official, 1.5 mixed, 2 unofficial"
        "region" names(&[Region]), One, Required; "the region it is for"
        "goals" names(&[Condition]), List, Author; "what it is meant to bring about"
        "since" Takes::Date, One, History; "when it began"
        "until" Takes::Date, One, History; "when it ended"
        "members" names(&[Actor]), List, Required, excludes = &["excluded"], part = true; "who sits at the table"
        "observers" names(&[Actor]), List, Author, part = true; "who may watch"
        "partners" names(&[Actor]), List, Author, part = true; "dialogue partners"
        "consulted" names(&[Actor]), List, Author, part = true; "who must be consulted"
        "reaches" names(&[Actor]), List, Author; "whom it can bring to the table without membership"
        "excluded" names(&[Actor]), List, Author, excludes = &["members", "observers", "partners", "consulted"]; "who is kept out on purpose: neither member nor observer, partner or consulted"
        "withdrawn" names(&[Actor]), List, History; "who has left"
        "accession" Takes::Words("accession"), One, Author; "whether others may join"
        "initiator" names(&[Actor]), List, Author; "who proposed it"
        "lead" names(&[Actor]), List, Author, part = true; "who leads it"
        "convenor" names(&[Actor]), List, Author, part = true; "who calls the meetings"
        "funders" names(&[Actor]), List, Author, part = true; "who pays"
        "leadership-rule" Takes::Words("leadership-rule"), One, Author; "by what rule it is led"
        "rotating-chair" Takes::Truth, One, Author; "whether the chair passes round"
        "depends-on" names(&[Actor]), List, World; "the leaders or actors its continuity rests on"
        "issues" names(&[Issue]), List, Author, group = Some("agenda"); "issues on its agenda outside any basket"
        "baskets" Takes::Blocks(Basket), List, Author, group = Some("agenda"); "its baskets"
        "own-measures" Takes::Blocks(Measure), List, Author; "its measures outside any basket"
        "opens" names(&[Basket, Measure]), List, Author, group = Some("opening"); "the baskets and measures it starts with"
        "starts" names(&[Measure]), List, Author, group = Some("opening"); "single measures it starts with"
        "phases" Takes::Blocks(Phase), List, Author; "the phases of its sequence; a written `sequence` is complete"
        "milestones" Takes::Blocks(Milestone), List, Author; "the milestones of its sequence; a written `sequence` is complete"
        "day-count" Takes::Words("day-count"), One, Author; "whether the day from which days, weeks, months and years are counted is the first of them; unwritten, it is not"
        "days-in" Takes::Place, One, Author; "the place whose days those of the text are, a city or `UTC`: it decides where a time of day stands to a date"
        "branches" Takes::Blocks(Branch), List, Author; "the branches of the choices in its sequence"
        "views" Takes::Blocks(View), List, Author; "what parties hold who disagree about it"
        "procedures" Takes::Blocks(Procedure), List, Author; "what is done step by step whenever an occasion arises"
        "charters" Takes::Blocks(Charter), List, Author; "its founding texts"
        "organs" Takes::Blocks(Organ), List, Author; "its bodies"
        "funds" Takes::Blocks(Fund), List, Author; "its funds"
        "demands" Takes::Blocks(Demand), List, Author; "who wants what first"
        "principles" names(&[Principle]), List, Author; "the principles it declares"
        "commitments" Takes::Words("commitment"), List, Author; "what members commit themselves to"
        "logic" Takes::Words("logic"), One, Author; "how it is meant to work"
        "integrates" names(&[Issue]), List, Author; "issues it declares part of its own track"
        "targets" names(&[Actor]), List, Author; "whom it is directed against"
        "reassurance" names(&[Measure]), List, Author; "measures that answer fears of it"
        "serves" names(&[Interest]), List, Author; "interests it serves"
        "harms" names(&[Interest, Condition]), List, World; "interests or conditions it harms"
        "hard-supplied-by" names(&[Framework]), List, Author; "the alliance that supplies the hard side from outside"
        "norm-goals" names(&[Norm]), List, Author; "the norms it seeks to strengthen"
        "norm-link" Takes::Text, One, Author; "how cooperation is to lead to norms"
        "urgency" names(&[Risk]), List, Author; "the shared danger that brings members together"
        "start-state" Takes::Words("start-state"), One, World; "calm or crisis when it began"
        "essentials" Takes::Notions, List, World; "what made it work, for those who borrow it as a model"
        "contingencies" Takes::Words("domain"), List, Author; "the domains its planning for emergencies covers"
        "suspended-by" names(&[Issue, Event]), List, History; "what brought it to a halt"
        "continuity-clause" Takes::Truth, One, Author; "whether it says that work goes on during a row"
        "interim" Takes::Truth, One, Author; "whether it is a stopgap only"
        "expanding" Takes::Truth, One, World; "whether it is taking in more"
        "new" Takes::Truth, One, Author; "whether it makes a new body"
        "endorsers" names(&[Actor]), List, World; "who has endorsed it"
        "acknowledges" names(&[Framework]), List, Author; "the texts it takes note of"
        "imposers" names(&[Actor]), List, World; "who imposed it, for sanctions"
        "supplements" names(&[Framework]), List, Author, mirror = Mirror::Inverse("supplemented-by"), excludes = &["substitutes"]; "what it complements"
        "supplemented-by" names(&[Framework]), List, Author, mirror = Mirror::Inverse("supplements"); "what complements it"
        "substitutes" names(&[Framework]), List, Author, mirror = Mirror::Inverse("substituted-by"), excludes = &["supplements"]; "what it is to replace"
        "substituted-by" names(&[Framework]), List, Author, mirror = Mirror::Inverse("substitutes"); "what is to replace it"
        "builds-on" names(&[Framework]), List, Author, transitive = true, mirror = Mirror::Inverse("foundation-of"); "what it builds on"
        "foundation-of" names(&[Framework]), List, Author, transitive = true, mirror = Mirror::Inverse("builds-on"); "what builds on it"
        "reuses" names(&[Framework]), List, Author, mirror = Mirror::Inverse("reused-by"); "what it makes use of"
        "reused-by" names(&[Framework]), List, Author, mirror = Mirror::Inverse("reuses"); "what makes use of it"
        "feeds" names(&[Framework]), List, Author, mirror = Mirror::Inverse("fed-by"); "what it prepares or flows into"
        "fed-by" names(&[Framework]), List, Author, mirror = Mirror::Inverse("feeds"); "what prepares it"
        "embeds" names(&[Framework]), List, Author, mirror = Mirror::Inverse("embedded-in"); "what it takes into itself"
        "embedded-in" names(&[Framework]), List, Author, mirror = Mirror::Inverse("embeds"); "what it is part of"
        "cooperates-with" names(&[Framework]), List, Author, mirror = Mirror::Symmetric; "what it works together with"
        "coordinates" names(&[Framework]), List, Author, mirror = Mirror::Inverse("coordinated-by"); "what it coordinates"
        "coordinated-by" names(&[Framework]), List, Author, mirror = Mirror::Inverse("coordinates"); "what coordinates it"
        "separate-from" names(&[Framework]), List, Author, mirror = Mirror::Symmetric; "what it is kept apart from"
        "parallel-to" names(&[Framework]), List, Author, mirror = Mirror::Symmetric; "what it runs beside"
        "competes-with" names(&[Framework]), List, Author, mirror = Mirror::Symmetric; "what it competes with"
        "modelled-on" names(&[Framework]), List, Author; "what it takes as a model"
        "adaptation" Takes::Text, One, Author; "how the model is adapted"
        "organ-of" names(&[Framework]), List, Author; "the framework it is a body of"
        "output-of" names(&[Framework]), List, Author; "the framework that adopted it"
        "includes" names(&[Framework]), List, Author, transitive = true; "the parts of an alliance system or patchwork"
        "stance" keyed(Actor, "stance"), Each, World, dated = true; "where actors stand on it"
        "perceives" keyed(Actor, "perception"), List, World, dated = true; "how actors see it"
        "confidence" keyed(Actor, "confidence"), Each, World, dated = true; "how far actors trust it"
        "commitment" keyed(Actor, "investment"), List, World, part = true; "what members bring"
        "exit" keyed(Actor, "exit-effect"), Each, World; "what happens if an actor leaves"
        "accepts" keyed(Norm, "acceptance"), Each, World; "the norms its members accept"
        "represented" keyed(Actor, "representation"), Each, World; "how well actors are represented in it"
    }
    Basket {
        "issues" names(&[Issue]), List, Author; "the issues dealt with in it"
        "measures" Takes::Blocks(Measure), List, Author; "the measures in it"
        "nature" Takes::Words("nature"), One, Author; "hard or soft"
    }
    Measure {
        "type" Takes::Words("measure-type"), One, Author; "what sort of measure it is"
        "class" Takes::Words("measure-class"), One, Author; "for nuclear matters: safety or verification"
        "nature" Takes::Words("nature"), One, Author; "hard or soft; follows from its type"
        "domain" Takes::Words("domain"), List, Author; "the domains it belongs to"
        "basket" names(&[Basket]), One, Author; "the basket it stands in; follows from its place"
        "addresses" names(&[Issue]), List, Author; "the issues it deals with; unwritten, those of its basket"
        "parties" names(&[Actor]), List, Author, part = true; "whom it binds or involves"
        "by" names(&[Actor]), List, Author, part = true; "who concedes something"
        "beneficiaries" names(&[Actor, Region]), List, Author; "who gains"
        "binding" Takes::Words("binding"), One, Author; "voluntary, political or legal"
        "binding-from" names(&[Phase]), One, Author; "the phase from which it binds"
        "status" Takes::Words("measure-status"), One, History, dated = true; "how far it has come"
        "trigger" Takes::Quantity(&[]), List, Author; "the notification threshold: the size from which it applies; of several, any one is enough"
        "zone" names(&[Zone, Region]), List, Author; "where it applies"
        "lead-time" Takes::Quantity(&[Dimension::Time, Dimension::Calendar]), One, Author; "how long before, notice is given"
        "quota" Takes::Quantity(&[]), One, Author; "how many of it there may be: `3 inspections`"
        "content" Takes::Text, List, Author; "what is shared or promised"
        "procedure" Takes::Text, One, Author; "how it is carried out"
        "spec" Takes::Text, One, Author; "further particulars, where no other field fits"
        "serves" Takes::Words("serves"), List, Author; "the effect it serves"
        "outcome" Takes::Words("outcome"), One, History; "whether the effect came about"
        "serves-interest" names(&[Interest]), List, Author; "interests it serves"
        "reconciles" names(&[Interest]), List, Author; "opposed interests it brings together"
        "harms" names(&[Interest, Condition]), List, World; "interests or conditions it harms"
        "contradicts" names(&[Principle]), List, World; "principles it goes against"
        "purposes" Takes::Words("purpose"), List, Author; "what it is for"
        "counts-as" Takes::Words("purpose"), List, Author; "what it is put forward as"
        "regulates" Takes::Text, List, Author; "the dangerous activity it regulates"
        "critical" names(&[Actor]), List, World; "without whom it cannot operate"
        "quorum" Takes::Number, One, Author; "how many parties it needs at least"
        "core" Takes::Truth, One, Author; "whether the framework stands on it"
        "requires" Takes::Gate, List, Author; "what it waits for"
        "in-return-for" names(&[Measure, Phase, Milestone, Charter, Condition]), List, Author; "what it is owed in return for: it is owed only if all of these are done, and waits for none of them"
        "beside" names(&[Measure, Phase, Milestone]), List, Author, mirror = Mirror::Symmetric; "what it goes side by side with: neither waits for the other, and that no line orders them is meant"
        "concession" Takes::Truth, One, Author; "whether one side gives something up"
        "target" names(&[Framework]), One, Author; "the sanctions it changes"
        "upon" Takes::Words("upon"), List, Author; "the occasion on which it applies"
        "suspended-by" names(&[Issue, Event]), List, History; "what brought it to a halt"
        "continuity-clause" Takes::Truth, One, Author; "whether it says that it goes on during a row"
    }
    Phase {
        "opens" names(&[Basket, Measure]), List, Author, group = Some("opening"); "baskets and measures that begin with it"
        "starts" names(&[Measure]), List, Author, group = Some("opening"); "single measures that begin with it; with a date or an order, when it starts"
        "admits" names(&[Actor]), List, Author; "who joins"
        "adopts" names(&[Charter, Principle]), List, Author; "what is adopted"
        "founds" names(&[Organ]), List, Author; "which bodies are founded"
        "widens" Takes::Words("widening"), List, Author; "what it widens"
        "requires" Takes::Gate, List, Author; "what it waits for"
        "in-return-for" names(&[Measure, Phase, Milestone, Charter, Condition]), List, Author; "what it is owed in return for: it is owed only if all of these are done, and waits for none of them"
        "beside" names(&[Measure, Phase, Milestone]), List, Author, mirror = Mirror::Symmetric; "what it goes side by side with: neither waits for the other, and that no line orders them is meant"
        "role" Takes::Words("phase-role"), One, Author; "its place in the whole"
        "difficulty" Takes::Words("difficulty"), One, World; "how hard it is to agree"
        "serves" names(&[Interest]), List, Author; "interests it serves"
        "reconciles" names(&[Interest]), List, Author; "opposed interests it brings together"
        "begins" Takes::Moment, Each, Author; "when it starts; written `starts after …`, `starts 2027-03`"
        "ends" Takes::Moment, Each, Author; "when it ends"
        "lasts" Takes::Quantity(&[Dimension::Time, Dimension::Calendar]), Each, Author; "how long it takes"
        "during" Takes::Moment, Each, Author; "the window it falls in"
        "happened" Takes::Date, One, History; "when it did happen"
        "branch" names(&[Branch]), One, Author, mirror = Mirror::Inverse("phases"); "the branch of a choice that it stands in"
    }
    Milestone {
        "starts" Takes::Moment, Each, Author; "when it is due: a date, or a place in an order"
        "during" Takes::Moment, Each, Author; "the window it falls in"
        "repeats" Takes::Quantity(&[Dimension::Time, Dimension::Calendar]), One, Author; "how often it comes again, counted from its first time: `every year`; `the 3rd time of` it can be counted from"
        "until" Takes::Moment, One, Author; "when it comes again no more: a date, or the name of something that comes"
        "requires" Takes::Gate, List, Author; "what it waits for"
        "in-return-for" names(&[Measure, Phase, Milestone, Charter, Condition]), List, Author; "what it is owed in return for: it is owed only if all of these are done, and waits for none of them"
        "beside" names(&[Measure, Phase, Milestone]), List, Author, mirror = Mirror::Symmetric; "what it goes side by side with: neither waits for the other, and that no line orders them is meant"
        "by" names(&[Actor, Organ]), List, Author; "who acts in it"
        "happened" Takes::Date, One, History; "when it did happen"
        "branch" names(&[Branch]), One, Author, mirror = Mirror::Inverse("milestones"); "the branch of a choice that it stands in"
    }
    Charter {
        "content" Takes::Words("charter-content"), List, Author; "what it commits members to"
        "binding" Takes::Words("binding"), One, Author; "voluntary, political or legal"
        "requires" Takes::Gate, List, Author; "what it waits for"
        "in-return-for" names(&[Measure, Phase, Milestone, Charter, Condition]), List, Author; "what it is owed in return for: it is owed only if all of these are done, and waits for none of them"
    }
    Organ {
        "kind" Takes::Words("organ-kind"), One, Required; "what sort of body it is"
        "period" Takes::Words("period"), One, Author; "how often it meets"
        "host" names(&[Actor]), List, Author, part = true; "who hosts it"
        "since" Takes::Date, One, History; "when it was set up"
        "jointly-owned" Takes::Truth, One, Author; "whether members own it together"
        "oversees" Takes::Truth, One, Author; "whether it watches over implementation"
        "status" Takes::Words("status"), One, History, dated = true; "how far it has come"
    }
    Fund {
        "funders" names(&[Actor]), List, Author, part = true; "who pays into it"
        "amount" Takes::Text, One, Author; "how much"
        "multiyear" Takes::Truth, One, Author; "whether it lasts for several years"
        "status" Takes::Words("status"), One, History, dated = true; "how far it has come"
    }
    Demand {
        "by" names(&[Actor]), List, Author; "who demands it"
        "first" Takes::Gate, One, Author; "what must come first"
        "then" Takes::Gate, List, Author; "what may come only then"
    }
    Procedure {
        "steps" Takes::Blocks(Step), List, Author; "its steps; those that it is written with are all, and their order puts nothing in order"
        "total" Takes::Quantity(&[Dimension::Time, Dimension::Calendar]), One, Author; "how long it takes in all, as its text says; compared with its steps"
    }
    Step {
        "by" names(&[Actor, Organ]), List, Author; "who acts in it"
        "begins" Takes::Moment, Each, Author; "when it starts; written `starts after …`; unwritten, with the procedure"
        "ends" Takes::Moment, Each, Author; "when it ends"
        "lasts" Takes::Quantity(&[Dimension::Time, Dimension::Calendar]), Each, Author; "how long it takes"
        "beside" names(&[Step]), List, Author, mirror = Mirror::Symmetric; "the steps it goes side by side with: that no line orders them is meant"
        "extendable" Takes::Truth, One, Author; "whether it may be lengthened"
    }
    Branch {
        "at" names(&[Phase, Event]), One, Author; "what it is chosen at: the event, or the end of the phase; written in the heading, `choice at …`"
        "if" Takes::Gate, List, Author; "what holds by then where it is taken: all of these; written in its heading"
        "otherwise" Takes::Truth, One, Author; "whether it is taken where none of the others is; written in its heading"
        "choice" names(&[Branch]), List, Author, mirror = Mirror::Symmetric; "the other branches of the same choice: of them all one is taken"
        "phases" names(&[Phase]), List, Author, mirror = Mirror::Inverse("branch"); "the phases that come about only if it is taken: those that stand in it"
        "milestones" names(&[Milestone]), List, Author, mirror = Mirror::Inverse("branch"); "the milestones that come about only if it is taken: those that stand in it"
        "branch" names(&[Branch]), One, Author; "the branch of another choice that its own stands in"
        "happened" Takes::Date, One, History; "when it was taken; `no happened` says that it was not"
    }
    View {
        "by" names(&[Actor]), List, Author; "whose view it is; written in its heading, `held by …`"
    }
}
