//! Places that keep a clock: cities, and fixed distances from UTC.
//!
//! Takes the name of a city, or `UTC+9`; turns the time on the clock there into minutes on the clock of UTC, and back.
//! What the clocks of the world show comes from the time zone database that is compiled in, never from the machine, so
//! that answers are the same everywhere. Knows nothing of dates that have no time of day.

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use super::{day_of_number, number_of_day};

const DAY: i64 = 24 * 60;
/// Time zones are known under the name of a city of theirs only in these parts of the world.
const AREAS: [&str; 10] = [
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];
/// Where agreements are made, and the database names another city.
const CITIES: [(&str, &str); 21] = [
    ("Abu-Dhabi", "Asia/Dubai"),
    ("Abuja", "Africa/Lagos"),
    ("Ankara", "Europe/Istanbul"),
    ("Beijing", "Asia/Shanghai"),
    ("Bern", "Europe/Zurich"),
    ("Brasilia", "America/Sao_Paulo"),
    ("Canberra", "Australia/Sydney"),
    ("Doha", "Asia/Qatar"),
    ("Geneva", "Europe/Zurich"),
    ("Hanoi", "Asia/Ho_Chi_Minh"),
    ("Islamabad", "Asia/Karachi"),
    ("Kyiv", "Europe/Kiev"),
    ("Naypyidaw", "Asia/Yangon"),
    ("New-Delhi", "Asia/Kolkata"),
    ("Ottawa", "America/Toronto"),
    ("Phnom-Penh", "Asia/Bangkok"),
    ("Pretoria", "Africa/Johannesburg"),
    ("Sanaa", "Asia/Aden"),
    ("The-Hague", "Europe/Amsterdam"),
    ("Washington", "America/New_York"),
    ("Wellington", "Pacific/Auckland"),
];
/// How far the clocks of the world are from UTC, in minutes, from the west to the east.
pub const OFFSETS: [i16; 40] = [
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -120, -60, 0, 60, 120,
    180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 510, 525, 540, 570, 600, 630, 660, 720,
    765, 780, 825, 840,
];

/// A place whose clock is meant: a city, or a fixed distance from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(Kept);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kept {
    City(u16),
    Offset(i16),
}

/// When the clock of a place shows some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Once: the minute of UTC.
    Once(i64),
    /// Twice, when clocks are put back: the minutes of UTC.
    Twice(i64, i64),
    /// Never: clocks are put forward over it.
    Never,
}

struct City {
    name: String,
    /// What the database calls the zone.
    at: String,
    /// Read when it is asked for.
    zone: OnceLock<TimeZone>,
}

impl City {
    fn zone(&self) -> &TimeZone {
        self.zone.get_or_init(|| DATABASE.get(&self.at).unwrap_or(TimeZone::UTC))
    }
}

static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

static WORLD: LazyLock<Vec<City>> = LazyLock::new(|| {
    let city = |name: &str, at: &str| City {
        name: name.replace('_', "-"),
        at: at.to_owned(),
        zone: OnceLock::new(),
    };
    let mut cities: Vec<City> = CITIES.iter().map(|(name, at)| city(name, at)).collect();
    for at in DATABASE.available() {
        let mut parts = at.as_str().split('/');
        let (area, name) = (parts.next().unwrap_or_default(), parts.next_back());
        if let Some(name) = name.filter(|_| AREAS.contains(&area)) {
            cities.push(city(name, at.as_str()));
        }
    }
    // Of two entries for one city, the one that was put first stays.
    cities.sort_by(|a, b| a.name.cmp(&b.name));
    cities.dedup_by(|a, b| a.name == b.name);
    cities
});

impl Place {
    /// The clock from which the others are counted.
    pub const UTC: Place = Place(Kept::Offset(0));

    /// Finds the place of a name: `Seoul`, `New-York`, `UTC`, `UTC+9`, `UTC-3:30`.
    pub fn find(name: &str) -> Option<Place> {
        if let Some(offset) = name.strip_prefix("UTC") {
            return Place::offset(offset);
        }
        let at = WORLD.binary_search_by(|city| city.name.as_str().cmp(name)).ok()?;
        Some(Place(Kept::City(u16::try_from(at).ok()?)))
    }

    fn offset(text: &str) -> Option<Place> {
        if text.is_empty() {
            return Some(Place::UTC);
        }
        let (sign, text) = match text.strip_prefix('+') {
            Some(rest) => (1, rest),
            None => (-1, text.strip_prefix('-')?),
        };
        let (hours, minutes) = text.split_once(':').unwrap_or((text, "0"));
        let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
        let known = hours <= 14 && minutes < 60 && hours >= 0 && minutes >= 0;
        known.then_some(Place(Kept::Offset(sign * (hours * 60 + minutes))))
    }

    /// Returns the place whose clock is so many minutes ahead of that of UTC.
    pub fn ahead_of_utc(minutes: i64) -> Place {
        Place(Kept::Offset(i16::try_from(minutes).unwrap_or(0)))
    }

    /// Iterates over the names of all cities.
    pub fn names() -> impl Iterator<Item = &'static str> {
        WORLD.iter().map(|city| city.name.as_str())
    }

    fn city(self) -> Option<&'static City> {
        match self.0 {
            Kept::City(at) => WORLD.get(usize::from(at)),
            Kept::Offset(_) => None,
        }
    }

    /// Checks whether its clock is always as far from that of UTC.
    pub fn is_fixed(self) -> bool {
        matches!(self.0, Kept::Offset(_))
    }

    /// Returns when its clock shows some time, all in minutes since the year 1 began.
    pub fn shows(self, local: i64) -> Shown {
        match (self.0, self.near(local)) {
            (Kept::Offset(by), _) => Shown::Once(local - i64::from(by)),
            (_, AmbiguousOffset::Unambiguous { offset }) => Shown::Once(local - minutes(offset)),
            (_, AmbiguousOffset::Fold { before, after }) => {
                Shown::Twice(local - minutes(before), local - minutes(after))
            }
            (_, AmbiguousOffset::Gap { .. }) => Shown::Never,
        }
    }

    /// Returns what its clock shows at a minute of UTC.
    pub fn clock_at(self, utc: i64) -> i64 {
        utc + self.ahead(utc)
    }

    /// Returns the first minute of UTC from which its clock shows some time, or a later one.
    pub fn first_shown(self, local: i64) -> i64 {
        match (self.shows(local), self.near(local)) {
            (Shown::Once(utc) | Shown::Twice(utc, _), _) => utc,
            (Shown::Never, AmbiguousOffset::Gap { after, .. }) => {
                self.next_change(local - minutes(after))
            }
            (Shown::Never, _) => local,
        }
    }

    /// Returns the last minute of UTC at which its clock shows some time, and whether the clock really shows it then, or
    /// jumps over it at the end of the minute before.
    pub fn last_shown(self, local: i64) -> (i64, bool) {
        match self.shows(local) {
            Shown::Once(utc) | Shown::Twice(_, utc) => (utc, true),
            Shown::Never => (self.first_shown(local), false),
        }
    }

    /// Returns the least that its clock shows from a minute of UTC on, and whether it goes on from there: before clocks
    /// are put back it is where they will be put back to.
    pub fn least_from(self, utc: i64) -> (i64, bool) {
        let local = self.clock_at(utc);
        match self.near(local) {
            AmbiguousOffset::Fold { before, after } if minutes(before) == local - utc => {
                (self.next_change(utc) + minutes(after), false)
            }
            _ => (local, true),
        }
    }

    /// Returns the most that its clock has shown up to a minute of UTC, and whether it goes on from there: where clocks
    /// were put back it is where they were put back from, a moment before.
    pub fn most_up_to(self, utc: i64) -> (i64, bool) {
        let local = self.clock_at(utc);
        match self.near(local) {
            AmbiguousOffset::Fold { before, after } if minutes(after) == local - utc => {
                (self.last_change(utc) + minutes(before), false)
            }
            _ => (local, true),
        }
    }

    /// Returns how far the clock is ahead of that of UTC at a minute of UTC.
    fn ahead(self, utc: i64) -> i64 {
        match (self.0, self.city()) {
            (Kept::Offset(by), _) => i64::from(by),
            (_, Some(city)) => minutes(city.zone().to_offset(timestamp(utc))),
            _ => 0,
        }
    }

    fn near(self, local: i64) -> AmbiguousOffset {
        match (self.city(), civil(local)) {
            (Some(city), Some(at)) => city.zone().to_ambiguous_timestamp(at).offset(),
            (Some(city), None) => {
                AmbiguousOffset::Unambiguous { offset: city.zone().to_offset(timestamp(local)) }
            }
            (None, _) => AmbiguousOffset::Unambiguous { offset: Offset::UTC },
        }
    }

    fn next_change(self, utc: i64) -> i64 {
        let change = self.city().and_then(|city| city.zone().following(timestamp(utc)).next());
        change.map_or(utc, |change| minute_of(change.timestamp()))
    }

    fn last_change(self, utc: i64) -> i64 {
        let change = self.city().and_then(|city| city.zone().preceding(timestamp(utc + 1)).next());
        change.map_or(utc, |change| minute_of(change.timestamp()))
    }
}

/// Clocks of before there were time zones differ by seconds; those are left out.
fn minutes(offset: Offset) -> i64 {
    i64::from(offset.seconds()).div_euclid(60)
}

fn civil(minute: i64) -> Option<DateTime> {
    let day = day_of_number(minute.div_euclid(DAY))?;
    let (hour, minute) = (minute.rem_euclid(DAY) / 60, minute.rem_euclid(60));
    Some(day.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0))
}

/// Beyond the ends of the calendar clocks are as at its ends.
fn timestamp(minute: i64) -> Timestamp {
    let end = if minute < 0 { Timestamp::MIN } else { Timestamp::MAX };
    civil(minute).and_then(|at| Offset::UTC.to_timestamp(at).ok()).unwrap_or(end)
}

fn minute_of(at: Timestamp) -> i64 {
    let at = Offset::UTC.to_datetime(at);
    number_of_day(at.date()) * DAY + i64::from(at.hour()) * 60 + i64::from(at.minute())
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kept::City(_) => f.write_str(self.city().map_or("UTC", |city| city.name.as_str())),
            Kept::Offset(0) => f.write_str("UTC"),
            Kept::Offset(by) => {
                let sign = if by < 0 { '-' } else { '+' };
                let by = by.unsigned_abs();
                write!(f, "UTC{sign}{}", by / 60)?;
                if by % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", by % 60) }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::{DAY, Place, Shown};
    use crate::value::number_of_day;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn minute(day: (i16, i8, i8), hour: i64, minute: i64) -> i64 {
        number_of_day(date(day.0, day.1, day.2)) * DAY + hour * 60 + minute
    }

    #[test]
    fn clocks_show_what_they_showed() {
        let place = |name: &str| Place::find(name).unwrap();
        for (name, day, hour, utc) in [
            ("Seoul", (2018, 11, 1), 0, ((2018, 10, 31), 15, 0)),
            ("New-York", (2025, 9, 27), 20, ((2025, 9, 28), 0, 0)),
            ("Washington", (2025, 1, 27), 20, ((2025, 1, 28), 1, 0)),
            // North of the line clocks were half an hour behind for three years.
            ("Pyongyang", (2017, 6, 1), 0, ((2017, 5, 31), 15, 30)),
            ("Pyongyang", (2018, 11, 1), 0, ((2018, 10, 31), 15, 0)),
            ("UTC-3:30", (2020, 1, 1), 0, ((2020, 1, 1), 3, 30)),
            ("Kyiv", (2020, 1, 1), 0, ((2019, 12, 31), 22, 0)),
        ] {
            let utc = minute(utc.0, utc.1, utc.2);
            assert_eq!(place(name).shows(minute(day, hour, 0)), Shown::Once(utc), "{name}");
            assert_eq!(place(name).clock_at(utc), minute(day, hour, 0), "{name}");
        }
        let york = place("New-York");
        assert_eq!(york.shows(minute((2025, 3, 9), 2, 30)), Shown::Never);
        let fold = minute((2025, 11, 2), 5, 30);
        assert_eq!(york.shows(minute((2025, 11, 2), 1, 30)), Shown::Twice(fold, fold + 60));
        assert_eq!(york.least_from(fold), (minute((2025, 11, 2), 1, 0), false));
        assert_eq!(york.most_up_to(fold + 60), (minute((2025, 11, 2), 2, 0), false));
        let change = minute((2025, 3, 9), 7, 0);
        assert_eq!(york.first_shown(minute((2025, 3, 9), 2, 30)), change);
        assert_eq!(york.last_shown(minute((2025, 3, 9), 2, 30)), (change, false));
    }

    #[test]
    fn places_are_written_as_they_are_read() {
        for name in ["Seoul", "New-York", "Geneva", "Dar-es-Salaam", "UTC", "UTC+9", "UTC-3:30"] {
            assert_eq!(Place::find(name).map(|p| p.to_string()).as_deref(), Some(name));
        }
        for name in ["", "seoul", "New York", "Asia/Seoul", "UTC9", "UTC+15", "UTC+", "UTC+5:75"] {
            assert_eq!(Place::find(name), None, "{name}");
        }
        assert!(Place::names().count() > 400);
    }

    proptest! {
        #[test]
        fn what_is_shown_first_and_what_was_shown_last_are_adjoint(
            at in 0usize..400, day in 720_000i64..760_000, minute in 0i64..DAY, back in -90i64..90,
        ) {
            let place = Place::find(Place::names().nth(at).unwrap()).unwrap();
            // Times of day at which clocks are put forward and back are met more often than by chance.
            let change = place.next_change(day * DAY);
            for utc in [day * DAY + minute, change + back] {
                let local = place.clock_at(utc);
                match place.shows(local) {
                    Shown::Once(one) => prop_assert_eq!(one, utc),
                    Shown::Twice(one, two) => prop_assert!(one == utc || two == utc),
                    Shown::Never => prop_assert!(false, "{place} showed it"),
                }
                let (most, goes_on) = place.most_up_to(utc);
                let most = if goes_on { most } else { most - 1 };
                for x in [local - 61, local - 1, local, local + 1, local + 61] {
                    prop_assert_eq!(place.first_shown(x) <= utc, x <= most, "{} {} {}", place, x, utc);
                }
            }
        }
    }

    #[test]
    fn every_capital_that_is_named_has_a_clock() {
        for (name, _) in super::CITIES {
            assert!(Place::find(name).is_some(), "{name}");
        }
    }
}
