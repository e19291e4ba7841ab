//! What follows from the claims about one field of one thing: known, none, unknown or contested.
//!
//! Claims are read under a [`View`]: whom to believe, as of when, and whether stated notions count. Within a
//! source the later claim wins; across sources only for fields the schema calls dated; else a disagreement
//! stays one, unless somebody said whom to follow. Following a source settles what is contested and drops
//! nothing else.

use rustc_hash::FxHashSet as HashSet;

use super::Model;
use super::facts::{Claim, OpenWord, Said, Says, Value};
use crate::expr::{EntityId, Key};
use crate::schema::{Whose, Word, fields_of};
use crate::value::{Date, Truth};

/// How claims are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Sources to believe where sources disagree, the first that speaks wins.
    pub follow: Vec<EntityId>,
    /// Dated facts later than this are not seen.
    pub as_of: Option<Date>,
    /// Stated notions are not seen: what the facts alone give.
    pub facts_only: bool,
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has written it.
    Unwritten,
    /// The text says that nobody knows.
    SaidUnknown(Said),
    /// It is left to be agreed.
    ToBeAgreed(Said),
    /// Sources disagree.
    Contested,
    /// The list ends in `and others`.
    Others(Said),
    /// Some are written, and nothing says that there are no more.
    NotClosed,
    /// An item could not be read.
    Faulty(Said),
    /// Only the number is given.
    Counted(Said),
}

/// Why a list is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A statement says so.
    By(Said),
    /// It stands in a draft, and the draft does not go on.
    Draft,
}

/// What is beyond the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Closed(Closed),
    /// There may be more.
    Open(Why),
}

/// One item of a list as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The value.
    pub value: Value,
    /// Who names it.
    pub said: Said,
    /// Who denies it, where sources disagree; it is then only possible.
    pub denied: Option<Said>,
}

/// A list as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its items in the order written.
    pub items: Vec<Listed>,
    /// What is said not to be in it.
    pub absent: Vec<(Value, Said)>,
    /// Whether there may be more.
    pub rest: Rest,
    /// Who says that there are some, where none need be named.
    pub some: Option<Said>,
    /// How many there are in all, where that is said.
    pub count: Option<(u32, Said)>,
}

/// How many lists may each be the same as the next; no text in use has more than two.
const MAX_WAY: usize = 64;

/// A single value as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum One {
    /// This, and who says so.
    Known(Value, Said),
    /// There is none.
    None(Closed),
    /// There is one, and which is not said.
    Some(Said),
    /// Not known.
    Unknown(Why),
    /// Sources disagree; no value where one says that there is none.
    Contested(Vec<(Option<Value>, Said)>),
}

/// A truth as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TruthOf {
    /// Stated.
    Stated(bool, Said),
    /// Silence means no: a draft.
    Silent,
    /// Not known.
    Unknown(Why),
    /// Sources disagree.
    Contested(Vec<(bool, Said)>),
}

/// What a keyed field says for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// These words, and who says so; and what was superseded.
    Known(Box<[Word]>, Said, Option<(Box<[Word]>, Said)>),
    /// There is none: a draft.
    None,
    /// Not known.
    Unknown(Why),
    /// Sources disagree.
    Contested(Vec<(Box<[Word]>, Said)>),
}

/// One speaker: a source, or whoever wrote the text without citing anybody.
type Speaker = Option<EntityId>;

impl Model {
    /// Checks whether any statement that counts under the view speaks of the field or notion.
    pub fn is_written(&self, id: EntityId, key: Key, view: &View) -> bool {
        let seen = !view.facts_only || matches!(key, Key::Field(_));
        seen && !self.claims(id, key).is_empty()
    }

    /// Returns the statement that closes a field because it closes one of its group: closing one spelling
    /// of a content makes the unwritten others none.
    pub fn closed_by_group(&self, id: EntityId, key: Key) -> Option<Said> {
        let Key::Field(row) = key else { return None };
        let info = row.info();
        let group = info.group?;
        let fellows = fields_of(info.of).filter(|f| *f != row && f.info().group == Some(group));
        fellows.flat_map(|f| self.claims(id, Key::Field(f))).find_map(|claim| match &claim.says {
            Says::Complete(_) | Says::None => Some(claim.said),
            // A number beyond the names leaves the others open.
            Says::List { open: None, items, count } => {
                count.is_none_or(|n| n as usize <= items.len()).then_some(claim.said)
            }
            _ => None,
        })
    }

    fn silence(&self, id: EntityId, key: Key) -> Rest {
        // Fields that share out one list close those of them that are not written.
        if self.claims(id, key).is_empty()
            && let Some(said) = self.closed_by_group(id, key)
        {
            return Rest::Closed(Closed::By(said));
        }
        let whose = match key {
            Key::Field(row) => row.info().whose,
            Key::Notion(_) => Whose::World,
        };
        if self.things.get(id).draft && matches!(whose, Whose::Author | Whose::History) {
            Rest::Closed(Closed::Draft)
        } else {
            Rest::Open(Why::Unwritten)
        }
    }

    fn speakers<'m>(
        &'m self,
        claim: &'m Claim,
    ) -> impl Iterator<Item = (Speaker, Option<Date>)> + 'm {
        let claims = &self.cites.get(claim.said.cite).claims;
        let nobody = claims.is_empty().then_some((None, None));
        claims.iter().map(|c| (Some(c.source), c.date)).chain(nobody)
    }

    fn date(&self, claim: &Claim) -> Option<Date> {
        self.speakers(claim).find_map(|(_, date)| date)
    }

    fn visible(&self, claim: &Claim, key: Key, view: &View) -> bool {
        let dated = matches!(key, Key::Field(row) if row.info().dated);
        match (view.as_of, self.date(claim)) {
            (Some(limit), Some(date)) if dated => date.first_day() <= limit.last_day(),
            _ => true,
        }
    }

    /// Checks whether `a` replaces `b`: it is later, and either one source says both or the field is dated.
    fn supersedes(&self, a: &Claim, b: &Claim, key: Key) -> bool {
        let later = match (self.date(b), self.date(a)) {
            (Some(earlier), Some(later)) => earlier.before(later) == Truth::Yes,
            _ => false,
        };
        if !later {
            return false;
        }
        let dated = matches!(key, Key::Field(row) if row.info().dated);
        dated || self.speakers(a).any(|(s, _)| self.speakers(b).any(|(t, _)| s == t))
    }

    /// Returns the source to believe among those that speak, if anybody said which.
    fn believed(
        &self,
        id: EntityId,
        key: Key,
        view: &View,
        mut speaks: impl FnMut(EntityId) -> bool,
    ) -> Option<EntityId> {
        let said = self.followed(id, key).filter(|s| speaks(*s));
        view.follow.iter().copied().find(|s| speaks(*s)).or(said)
    }

    fn says(&self, claim: &Claim, source: EntityId) -> bool {
        self.speakers(claim).any(|(s, _)| s == Some(source))
    }

    // ---- single values ----------------------------------------------------------------------------

    /// Settles several claims that exclude one another: drops the superseded, then asks whom to follow.
    fn settle<'m>(
        &'m self,
        id: EntityId,
        key: Key,
        view: &View,
        claims: &[&'m Claim],
        same: impl Fn(&Claim, &Claim) -> bool + Copy,
    ) -> Vec<&'m Claim> {
        let standing: Vec<&Claim> = claims
            .iter()
            .copied()
            .filter(|c| !claims.iter().any(|d| !same(c, d) && self.supersedes(d, c, key)))
            .collect();
        if all_same(&standing, same) {
            return standing;
        }
        let believed = self.believed(id, key, view, |s| standing.iter().any(|c| self.says(c, s)));
        match believed {
            Some(source) => standing.into_iter().filter(|c| self.says(c, source)).collect(),
            None => standing,
        }
    }

    /// Reads a field that holds one value.
    pub fn one(&self, id: EntityId, key: Key, view: &View) -> One {
        let value = |claim: &Claim| match &claim.says {
            Says::List { items, .. } => items.first().map(|i| i.value),
            Says::Adds(value) => Some(*value),
            _ => None,
        };
        let kind = |claim: &Claim| match &claim.says {
            Says::Unknown | Says::ToBeAgreed | Says::List { open: Some(OpenWord::Faulty), .. } => 0,
            Says::None => 1,
            Says::Some => 2,
            _ => 3,
        };
        let all: Vec<&Claim> =
            self.claims(id, key).iter().filter(|c| self.visible(c, key, view)).collect();
        // Somebody's not knowing does not contradict somebody else's knowing.
        let telling: Vec<&Claim> = all.iter().copied().filter(|c| kind(c) != 0).collect();
        // That there is one agrees with whichever it is.
        let named: Vec<&Claim> = telling.iter().copied().filter(|c| kind(c) != 2).collect();
        let claims = [named, telling, all].into_iter().find(|c| !c.is_empty()).unwrap_or_default();
        let same = |a: &Claim, b: &Claim| {
            kind(a) == kind(b) && (kind(a) < 3 || self.same_value(value(a), value(b)))
        };
        let claims = self.settle(id, key, view, &claims, same);
        let Some(first) = claims.first().copied() else {
            return match self.silence(id, key) {
                Rest::Closed(closed) => One::None(closed),
                Rest::Open(why) => One::Unknown(why),
            };
        };
        if !all_same(&claims, same) {
            return One::Contested(claims.iter().map(|c| (value(c), c.said)).collect());
        }
        // Of dates that agree, the one that knows it most closely: it lies within all the others.
        let days = |c: &Claim| match value(c) {
            Some(Value::Date(date)) => date.days(),
            _ => 0,
        };
        let first = claims.iter().copied().min_by_key(|c| days(c)).unwrap_or(first);
        match (&first.says, value(first)) {
            (Says::None, _) => One::None(Closed::By(first.said)),
            (Says::Some, _) => One::Some(first.said),
            (Says::Unknown, _) => One::Unknown(Why::SaidUnknown(first.said)),
            (Says::ToBeAgreed, _) => One::Unknown(Why::ToBeAgreed(first.said)),
            (_, Some(v)) => One::Known(v, first.said),
            (_, None) => One::Unknown(Why::Faulty(first.said)),
        }
    }

    /// Checks whether two values can both be so. Dates agree where they share a day. Years, months and days lie
    /// in one another or apart, so dates of which each two agree have a day in common, the narrowest of them.
    fn same_value(&self, a: Option<Value>, b: Option<Value>) -> bool {
        match (a, b) {
            (Some(Value::Quantity(x)), Some(Value::Quantity(y))) => {
                match (self.quantity(x), self.quantity(y)) {
                    (Some(x), Some(y)) => x.equals(y) == Truth::Yes,
                    _ => false,
                }
            }
            (Some(Value::Date(x)), Some(Value::Date(y))) => x.same(y) != Truth::No,
            (a, b) => a == b,
        }
    }

    /// Reads a truth.
    pub fn truth(&self, id: EntityId, key: Key, view: &View) -> TruthOf {
        let value = |claim: &Claim| match claim.says {
            Says::Truth(b) => Some(b),
            Says::None => Some(false),
            Says::Some => Some(true),
            _ => None,
        };
        let all: Vec<&Claim> =
            self.claims(id, key).iter().filter(|c| self.visible(c, key, view)).collect();
        let telling: Vec<&Claim> = all.iter().copied().filter(|c| value(c).is_some()).collect();
        let same = |a: &Claim, b: &Claim| value(a) == value(b);
        let claims = self.settle(id, key, view, &telling, same);
        let Some(first) = claims.first().copied() else {
            if let Some(claim) = all.first() {
                return TruthOf::Unknown(Why::SaidUnknown(claim.said));
            }
            return match self.silence(id, key) {
                Rest::Closed(_) => TruthOf::Silent,
                Rest::Open(why) => TruthOf::Unknown(why),
            };
        };
        if claims.iter().any(|c| !same(first, c)) {
            return TruthOf::Contested(
                claims.iter().filter_map(|c| value(c).map(|v| (v, c.said))).collect(),
            );
        }
        TruthOf::Stated(value(first).unwrap_or(false), first.said)
    }

    /// Reads a keyed field for one key.
    pub fn keyed(&self, id: EntityId, key: Key, of: EntityId, view: &View) -> Keyed {
        let words = |claim: &Claim| match &claim.says {
            Says::Keyed(k, words) if *k == of => Some(words.clone()),
            _ => None,
        };
        let all: Vec<&Claim> = self
            .claims(id, key)
            .iter()
            .filter(|c| words(c).is_some() && self.visible(c, key, view))
            .collect();
        let same = |a: &Claim, b: &Claim| words(a) == words(b);
        let claims = self.settle(id, key, view, &all, same);
        let Some(first) = claims.first().copied() else {
            return match self.silence(id, key) {
                Rest::Closed(_) => Keyed::None,
                Rest::Open(why) => Keyed::Unknown(why),
            };
        };
        if claims.iter().any(|c| !same(first, c)) {
            return Keyed::Contested(
                claims.iter().filter_map(|c| words(c).map(|w| (w, c.said))).collect(),
            );
        }
        let superseded = all.iter().find(|c| !same(first, c) && self.supersedes(first, c, key));
        let superseded = superseded.and_then(|c| words(c).map(|w| (w, c.said)));
        Keyed::Known(words(first).unwrap_or_default(), first.said, superseded)
    }

    // ---- lists ------------------------------------------------------------------------------------

    /// Reads a list.
    pub fn list(&self, id: EntityId, key: Key, view: &View) -> List {
        self.list_beyond(id, key, view, &mut Vec::new())
    }

    /// Reads a list that others, on the way, are the same as: `all members` may lead in a circle.
    fn list_beyond(
        &self,
        id: EntityId,
        key: Key,
        view: &View,
        way: &mut Vec<(EntityId, Key)>,
    ) -> List {
        let claims = self.claims(id, key);
        let visible: Vec<&Claim> = claims.iter().filter(|c| self.visible(c, key, view)).collect();
        // Within a source a later list replaces an earlier one; additions and denials stay.
        let standing: Vec<&Claim> = visible
            .iter()
            .copied()
            .filter(|c| {
                !whole(c) || !visible.iter().any(|d| whole(d) && self.supersedes(d, c, key))
            })
            .collect();
        let mut list = List {
            items: Vec::new(),
            absent: Vec::new(),
            rest: self.silence(id, key),
            some: None,
            count: None,
        };
        let spoken = standing.iter().any(|c| !matches!(c.says, Says::Not(_)));
        let mut open: Option<Why> = None;
        let mut closed: Option<Said> = None;
        // Two numbers for one list bound it neither way.
        let mut disputed = false;
        let mut seen = HashSet::default();
        let mut push = |items: &mut Vec<Listed>, value: Value, said: Said| {
            if seen.insert(value) {
                items.push(Listed { value, said, denied: None });
            }
        };
        for claim in &standing {
            match &claim.says {
                Says::List { items, open: word, count } => {
                    for item in items {
                        push(&mut list.items, item.value, item.said);
                    }
                    if let Some(n) = count {
                        disputed |= list.count.is_some_and(|(m, _)| m != *n);
                        list.count = Some((*n, claim.said));
                    }
                    match (word, count) {
                        (Some(OpenWord::Others), _) => open = Some(Why::Others(claim.said)),
                        (Some(OpenWord::Faulty), _) => open = Some(Why::Faulty(claim.said)),
                        (None, Some(n)) if (*n as usize) > items.len() => {
                            open = Some(Why::Counted(claim.said));
                        }
                        (None, _) => closed = closed.or(Some(claim.said)),
                    }
                }
                Says::SameAs { of, field, except } => {
                    let there = (*of, Key::Field(*field));
                    if there == (id, key) || way.contains(&there) || way.len() >= MAX_WAY {
                        open = Some(Why::Faulty(claim.said));
                        continue;
                    }
                    way.push((id, key));
                    let other = self.list_beyond(*of, there.1, view, way);
                    way.pop();
                    for item in other.items.iter().filter(|i| !except.contains(&i.value)) {
                        push(&mut list.items, item.value, claim.said);
                    }
                    match other.rest {
                        Rest::Closed(_) => closed = closed.or(Some(claim.said)),
                        Rest::Open(why) => open = Some(why),
                    }
                }
                Says::Adds(value) => push(&mut list.items, *value, claim.said),
                Says::None | Says::Complete(_) => closed = closed.or(Some(claim.said)),
                Says::Some => list.some = Some(claim.said),
                Says::Not(value) => list.absent.push((*value, claim.said)),
                Says::Unknown => open = Some(Why::SaidUnknown(claim.said)),
                Says::ToBeAgreed => open = Some(Why::ToBeAgreed(claim.said)),
                Says::Keyed(..) | Says::Truth(_) => {}
            }
        }
        if disputed {
            list.count = None;
        }
        // A draft that has some, and names none, has not said which.
        if list.some.is_some() && list.items.is_empty() && open.is_none() {
            open = Some(Why::NotClosed);
        }
        if let Some(said) = closed {
            list.rest = Rest::Closed(Closed::By(said));
        } else if let Some(why) = open {
            list.rest = Rest::Open(why);
        } else if spoken && matches!(list.rest, Rest::Open(_)) && !list.items.is_empty() {
            list.rest = Rest::Open(Why::NotClosed);
        }
        self.contest(id, key, view, &standing, &mut list);
        if let (Rest::Open(_), Some((n, said))) = (list.rest, list.count) {
            let certain = list.items.iter().filter(|i| i.denied.is_none()).count();
            if certain >= n as usize {
                list.rest = Rest::Closed(Closed::By(said));
            }
        }
        list
    }

    /// Marks the items that some source names and another denies, unless it is said whom to follow.
    fn contest(&self, id: EntityId, key: Key, view: &View, standing: &[&Claim], list: &mut List) {
        let names = |claim: &Claim, value: Value| match &claim.says {
            Says::List { items, .. } => items.iter().any(|i| i.value == value),
            Says::Adds(v) => *v == value,
            _ => false,
        };
        let denies = |claim: &Claim, item: Listed| match &claim.says {
            Says::Not(v) => *v == item.value,
            Says::None => true,
            Says::List { items, open: None, count } => {
                count.is_none_or(|n| n as usize <= items.len())
                    && !items.iter().any(|i| i.value == item.value)
            }
            // What it closes are the items beside it, and what its source names anywhere.
            Says::Complete(beside) => {
                let closes =
                    |said: Said| beside.holds(said.span) || self.same_voice(said, claim.said);
                let named = |c: &&Claim| names(c, item.value) && closes(c.said);
                !closes(item.said) && !standing.iter().any(named)
            }
            _ => false,
        };
        // Most lists have one claim, and most claims of the others only add: nothing denies then.
        let denying: Vec<&Claim> = standing
            .iter()
            .copied()
            .filter(|c| {
                let says = &c.says;
                matches!(says, Says::Not(_) | Says::None | Says::Complete(_))
                    || matches!(says, Says::List { open: None, .. })
            })
            .collect();
        if denying.is_empty() || standing.len() < 2 {
            return;
        }
        let mut gone = Vec::new();
        for item in &mut list.items {
            let read = *item;
            let mut against = denying.iter().copied().filter(|c| {
                c.said != read.said && !self.same_voice(c.said, read.said) && denies(c, read)
            });
            let Some(denial) = against.next() else { continue };
            // All who name it and all who deny it may be the one to believe.
            let names_it = |source: EntityId| {
                let cited = &self.cites.get(item.said.cite).claims;
                cited.iter().any(|c| c.source == source)
                    || standing.iter().any(|c| names(c, item.value) && self.says(c, source))
            };
            let denies_it =
                |source: EntityId| denying.iter().any(|c| denies(c, read) && self.says(c, source));
            match self.believed(id, key, view, |s| names_it(s) || denies_it(s)) {
                Some(source) if names_it(source) => {}
                Some(_) => gone.push((item.value, denial.said)),
                None => item.denied = Some(denial.said),
            }
        }
        list.items.retain(|i| !gone.iter().any(|(v, _)| *v == i.value));
        list.absent.retain(|(v, _)| !list.items.iter().any(|i| i.value == *v));
        list.absent.extend(gone);
    }

    /// Checks whether one source stands behind both statements: what it adds it does not deny.
    pub(crate) fn same_voice(&self, a: Said, b: Said) -> bool {
        let (a, b) = (self.cites.get(a.cite), self.cites.get(b.cite));
        match (a.claims.is_empty(), b.claims.is_empty()) {
            (true, true) => true,
            (false, false) => {
                a.claims.iter().any(|x| b.claims.iter().any(|y| x.source == y.source))
            }
            _ => false,
        }
    }
}

/// Checks whether each two of some claims agree. Each with the next is not enough: 1975 agrees with 1975-08 and
/// with 1975-09, and these two do not agree.
fn all_same(claims: &[&Claim], same: impl Fn(&Claim, &Claim) -> bool) -> bool {
    let mut rest = claims;
    while let [first, after @ ..] = rest {
        if after.iter().any(|c| !same(first, c)) {
            return false;
        }
        rest = after;
    }
    true
}

/// Checks whether a claim speaks of the whole list.
fn whole(claim: &Claim) -> bool {
    matches!(
        claim.says,
        Says::List { .. } | Says::None | Says::Unknown | Says::ToBeAgreed | Says::SameAs { .. }
    )
}
