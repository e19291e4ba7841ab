//! The report for people: miette draws, this file says what.
//!
//! The only file that knows miette. A finding is given to its graphical handler in parts: the head, then
//! piece by piece the lines cut out by [`frame`](super::frame), each as a small source of its own. So miette
//! never scans a whole text, columns are right whatever the script, and pieces of one text stand in one
//! frame, joined by a row of dots.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, Severity, SourceCode, SourceSpan, SpanContents, ThemeCharacters,
    ThemeStyles,
};
use unicode_width::UnicodeWidthStr;

use super::frame::{Frame, Piece, Room, frames};
use super::plain::told;
use super::text::{self, Entry, Mark};
use super::{Style, narrated, open};
use crate::analysis::{Analysis, TestRun};
use crate::diagnostic::{Finding, Status};
use crate::source::Sources;

/// Writes the findings of a check and the closing line.
pub(super) fn findings(analysis: &Analysis, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { style, sources: &analysis.sources };
    for entry in text::entries(&analysis.findings, style.all) {
        page.entry(&entry, out)?;
    }
    if style.all {
        for finding in analysis.findings.iter().filter(|f| f.status == Status::Undecided) {
            page.entry(&Entry { lead: finding, others: Vec::new() }, out)?;
        }
        page.in_a_line(&analysis.findings, out)?;
    } else {
        page.undecided(&analysis.findings, out)?;
    }
    if let Some(wants) = text::wants(analysis) {
        page.paragraph(&wants, "", out)?;
        if !style.all {
            page.paragraph("to see each of them and what it needs: --all", "", out)?;
        }
        writeln!(out)?;
    }
    if let Some(hint) = text::other_profiles(analysis) {
        page.paragraph(&hint, "", out)?;
        writeln!(out)?;
    }
    // One line, however long: it is what scripts and eyes look for.
    writeln!(out, "{}", text::closing(analysis))
}

/// Writes findings, each drawn.
pub(super) fn several(
    findings: &[Finding],
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = Page { style, sources };
    findings.iter().try_for_each(|f| page.entry(&Entry { lead: f, others: Vec::new() }, out))
}

/// Writes the failures and the counts of a test run.
pub(super) fn tests(run: &TestRun, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { style, sources: &run.sources };
    for finding in
        run.broken.iter().chain(run.cases.iter().filter_map(|case| case.finding.as_ref()))
    {
        page.entry(&Entry { lead: finding, others: Vec::new() }, out)?;
    }
    if style.all {
        for case in run.cases.iter().filter(|case| case.passed) {
            let place = run.sources.place(case.span);
            let line = match &case.known_failure {
                Some(why) => format!("{place}: fails as expected: {} ({why})", case.text),
                None => format!("{place}: passed: {}", case.text),
            };
            page.paragraph(&line, "  ", out)?;
        }
    }
    for line in text::per_file(run) {
        page.paragraph(&line, "  ", out)?;
    }
    page.paragraph(&text::rests_on(run), "", out)?;
    writeln!(out, "{} passed, {} failed", text::passed(run), run.failed)
}

/// Where and how findings are drawn.
struct Page<'a> {
    style: &'a Style,
    sources: &'a Sources,
}

impl Page<'_> {
    /// Draws one finding and leaves a blank line after it.
    fn entry(&self, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
        if self.style.narrated() {
            return narrated::entry(entry, self.sources, self.style, out);
        }
        let mark = Mark::of(entry.lead);
        let theme = theme(mark, self.style);
        let mut drawn = String::new();
        let head = Head {
            code: told(&text::headline(entry), self.style),
            message: text::wrap(
                &told(&text::statement(entry.lead), self.style),
                self.style.width.saturating_sub(4).max(20),
            )
            .join("\n"),
            severity: severity(mark),
        };
        // Writing to a string cannot fail; if miette ever refuses, the words still come out.
        if handler(theme.clone()).render_report(&mut drawn, &head).is_err() {
            drawn =
                format!("{}\n\n  {} {}\n", head.code, mark.sign(self.style.ascii()), head.message);
        }
        out.write_all(drawn.as_bytes())?;
        // Room for the line number, the bar and the blanks around them.
        let width = self.style.width.saturating_sub(10).max(20);
        let (cut, unseen) = if self.style.ascii() { ("...", '?') } else { ("…", '\u{FFFD}') };
        let room = Room { width, cut, unseen };
        let frames = frames(&entry.lead.labels, self.sources, room);
        let digits =
            frames.iter().flat_map(|f| &f.pieces).map(|p| digits(p.last_line())).max().unwrap_or(1);
        for frame in &frames {
            self.frame(frame, digits, mark, &theme, out)?;
        }
        let help = theme.styles.help;
        for (kind, note) in text::notes(entry, self.sources, self.style) {
            let word = format!("{}:", kind.word());
            let blanks = " ".repeat(7_usize.saturating_sub(word.len()));
            let mut first = Some(format!("  {}{blanks}", help.style(&word)));
            for line in
                text::wrap(&told(&note, self.style), self.style.width.saturating_sub(9).max(20))
            {
                let start = first.take().unwrap_or_else(|| " ".repeat(9));
                writeln!(out, "{}", format!("{start}{line}").trim_end())?;
            }
        }
        writeln!(out)
    }

    /// Draws what a finding shows of one text.
    fn frame(
        &self,
        frame: &Frame,
        digits: usize,
        mark: Mark,
        theme: &GraphicalTheme,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let chars = &theme.characters;
        let margin = " ".repeat(digits + 2);
        let place = theme.styles.link.style(&frame.place);
        writeln!(out, "{margin}{}{}[{place}]", chars.ltop, chars.hbar)?;
        for (i, piece) in frame.pieces.iter().enumerate() {
            if i > 0 {
                writeln!(out, "{margin}{}", if self.style.ascii() { ":" } else { "⋮" })?;
            }
            let mut theme = theme.clone();
            let styles = &theme.styles;
            let loud = match severity(mark) {
                Severity::Error => styles.error,
                Severity::Warning => styles.warning,
                Severity::Advice => styles.advice,
            };
            theme.styles.highlights =
                piece.marks.iter().map(|m| if m.primary { loud } else { styles.help }).collect();
            let cut = Cut { piece, labels: self.labels(piece), severity: severity(mark) };
            let mut drawn = String::new();
            if handler(theme).render_report(&mut drawn, &cut).is_err() {
                drawn = format!("\n\n{}\n", piece.text.trim_end());
            }
            // The first line is an empty message, the second the top of a frame, the last its bottom: this
            // frame has its own, around all pieces.
            let lines: Vec<&str> = drawn.lines().collect();
            let pad = " ".repeat(digits.saturating_sub(self::digits(piece.last_line())));
            for line in lines.get(2..lines.len().saturating_sub(1)).unwrap_or_default() {
                writeln!(out, "{}", format!("{pad}{line}").trim_end())?;
            }
        }
        writeln!(out, "{margin}{}{}", chars.lbot, chars.hbar.to_string().repeat(4))
    }

    /// Returns the labels of a piece as miette wants them, long remarks broken into lines.
    fn labels(&self, piece: &Piece) -> Vec<LabeledSpan> {
        piece
            .marks
            .iter()
            .map(|m| {
                let line = piece.text.get(..m.range.start).unwrap_or("");
                let column = line.rsplit('\n').next().unwrap_or("").width();
                let room = self.style.width.saturating_sub(column + 14).max(30);
                let text = (!m.text.is_empty())
                    .then(|| text::wrap(&told(&m.text, self.style), room).join("\n"));
                LabeledSpan::new(text, m.range.start, m.range.end - m.range.start)
            })
            .collect()
    }

    /// Writes in few lines what is undecided.
    fn undecided(&self, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let list = open::lines(findings);
        for line in &list {
            self.item(Mark::Undecided, line, out)?;
        }
        if list.is_empty() { Ok(()) } else { writeln!(out) }
    }

    /// Writes what holds and what does not apply, a line each.
    fn in_a_line(&self, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let mut any = false;
        for status in [Status::Satisfied, Status::Moot] {
            for finding in findings.iter().filter(|f| f.status == status) {
                any = true;
                let (whom, rule) = (text::whom(finding), &finding.rule);
                let mut line = match status {
                    Status::Moot => format!("{rule} does not apply to {whom}"),
                    _ => format!("{whom} satisfies {rule}"),
                };
                if finding.as_far_as_listed {
                    line.push_str(", as far as listed");
                }
                if !finding.message.is_empty() {
                    line = format!("{line}: {}", finding.message);
                }
                if let Some(basis) = text::basis(&finding.basis) {
                    line = format!("{line} ({basis})");
                }
                if !finding.marked.is_empty() {
                    line = format!("{line} ({})", text::marked_in_brief(finding));
                }
                self.item(Mark::Note, &line, out)?;
            }
        }
        if any { writeln!(out) } else { Ok(()) }
    }

    /// Writes a line of a list under its mark.
    fn item(&self, mark: Mark, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut start = if self.style.narrated() {
            String::new()
        } else {
            let styles = theme(mark, self.style).styles;
            format!("  {} ", styles.advice.style(mark.sign(self.style.ascii())))
        };
        let text = told(text, self.style);
        for line in text::wrap(&text, self.style.width.saturating_sub(6).max(20)) {
            writeln!(out, "{start}{line}")?;
            start = " ".repeat(6);
        }
        Ok(())
    }

    /// Writes text broken into lines, all but the first after `hang`.
    fn paragraph(&self, text: &str, hang: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut start = "";
        let text = told(text, self.style);
        for line in text::wrap(&text, self.style.width.saturating_sub(hang.len()).max(20)) {
            writeln!(out, "{start}{line}")?;
            start = hang;
        }
        Ok(())
    }
}

fn handler(theme: GraphicalTheme) -> GraphicalReportHandler {
    GraphicalReportHandler::new_themed(theme)
        .with_context_lines(0)
        .with_urls(false)
        .with_wrap_lines(false)
        .without_cause_chain()
        .without_primary_span_start()
        .without_syntax_highlighting()
}

/// Returns miette's theme with the five marks: it knows three, so the third place holds the last three.
fn theme(mark: Mark, style: &Style) -> GraphicalTheme {
    let mut characters =
        if style.ascii() { ThemeCharacters::ascii() } else { ThemeCharacters::unicode() };
    let sign = mark.sign(style.ascii()).to_owned();
    match severity(mark) {
        Severity::Error => characters.error = sign,
        Severity::Warning => characters.warning = sign,
        Severity::Advice => characters.advice = sign,
    }
    let mut styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    match mark {
        Mark::Undecided => {
            styles.advice = styles.highlights.first().copied().unwrap_or(styles.advice);
        }
        Mark::Note => styles.advice = styles.linum,
        _ => {}
    }
    GraphicalTheme { characters, styles }
}

fn severity(mark: Mark) -> Severity {
    match mark {
        Mark::Error => Severity::Error,
        Mark::Warning => Severity::Warning,
        Mark::Advice | Mark::Undecided | Mark::Note => Severity::Advice,
    }
}

fn digits(n: usize) -> usize {
    n.to_string().len()
}

impl Piece {
    fn last_line(&self) -> usize {
        self.first_line + self.text.lines().count().saturating_sub(1)
    }
}

/// Headline and message, without a place.
#[derive(Debug)]
struct Head {
    code: String,
    message: String,
    severity: Severity,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Head {}

impl Diagnostic for Head {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }
}

/// Adjoining lines with labels, without words of their own.
#[derive(Debug)]
struct Cut<'a> {
    piece: &'a Piece,
    labels: Vec<LabeledSpan>,
    severity: Severity,
}

impl fmt::Display for Cut<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Cut<'_> {}

impl Diagnostic for Cut<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.piece)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// A piece is shown whole, whatever part of it is asked for.
impl SourceCode for Piece {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let all = SourceSpan::new(0.into(), self.text.len());
        let lines = self.text.lines().count();
        Ok(Box::new(MietteSpanContents::new(
            self.text.as_bytes(),
            all,
            self.first_line - 1,
            0,
            lines,
        )))
    }
}
