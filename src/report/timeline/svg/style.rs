//! How a picture of a timetable looks: colours for light and dark screens and for paper, and the patterns of bars.
//!
//! Text and nothing else. Whatever colour tells is told by form, too.

/// Light, then what is otherwise in the dark, then on paper.
pub(super) const STYLE: &str = "
    text { font-family: system-ui, 'Noto Sans', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif; fill: #1b1b1f; }
    .page { fill: #ffffff; }
    .title { font-size: 17px; font-weight: 600; }
    .name { font-size: 13px; font-weight: 600; }
    .small { font-size: 11px; fill: #55555e; }
    .grid { stroke: #d9d9e0; stroke-width: 1; }
    .row { fill: #f4f4f7; }
    .possible { fill: #e3e6ee; stroke: #6d7485; stroke-width: 1; stroke-dasharray: 4 3; }
    .open { fill: none; stroke: #9aa0ae; stroke-width: 1; stroke-dasharray: 2 4; }
    .edge { stroke: #1f3b73; stroke-width: 1.2; }
    .hard { fill: #1f3b73; }
    .ink { stroke: #1f3b73; stroke-width: 2; fill: none; }
    .paper { fill: #ffffff; }
    .dot { fill: #1f3b73; }
    .arrow { fill: #6d7485; }
    .mark { fill: #b3261e; stroke: #ffffff; stroke-width: 1.5; }
    .event { fill: #ffffff; stroke: #1b1b1f; stroke-width: 1.5; }
    .maybe { stroke-dasharray: 3 2; }
    .missed { stroke: #b3261e; stroke-width: 2.5; fill: none; }
    .late { stroke: #b3261e; stroke-width: 1.5; }
    .badge { fill: #ffffff; stroke: #55555e; stroke-width: 1; }
    .letter { font-size: 10px; font-weight: 600; text-anchor: middle; }
    .part { font-size: 14px; font-weight: 600; }
    .fork { stroke: #55555e; stroke-width: 1.2; fill: none; }
    .step { fill: #d3d9e8; stroke: #1f3b73; stroke-width: 1.2; }
    .more { fill: none; stroke: #1f3b73; stroke-width: 1.2; stroke-dasharray: 2 3; }
    .halo { stroke: #ffffff; stroke-width: 4; stroke-opacity: 0.7; }
    .today { stroke: #b3261e; stroke-width: 1.5; }
    .critical { fill: #b3261e; }
    .warn { font-size: 12px; fill: #b3261e; }
    @media (prefers-color-scheme: dark) {
      text { fill: #ececf1; }
      .page { fill: #17181c; }
      .small { fill: #a9abb6; }
      .grid { stroke: #34363f; }
      .row { fill: #1f2026; }
      .possible { fill: #2b2f3a; stroke: #8e96aa; }
      .open { stroke: #6d7485; }
      .edge, .ink { stroke: #9db8f5; }
      .hard, .dot { fill: #9db8f5; }
      .paper { fill: #17181c; }
      .arrow { fill: #8e96aa; }
      .mark { fill: #ff8a80; stroke: #17181c; }
      .event { fill: #17181c; stroke: #ececf1; }
      .missed, .late { stroke: #ff8a80; }
      .badge { fill: #17181c; stroke: #a9abb6; }
      .fork { stroke: #a9abb6; }
      .step { fill: #34405c; stroke: #9db8f5; }
      .more { stroke: #9db8f5; }
      .halo { stroke: #17181c; }
      .today { stroke: #ff8a80; }
      .critical, .warn { fill: #ff8a80; }
    }
    @media print {
      text, .small, .warn { fill: #000000; }
      .page, .paper, .event, .badge, .step { fill: #ffffff; }
      .row { fill: none; }
      .halo { stroke: #ffffff; stroke-opacity: 1; }
      .grid { stroke: #bbbbbb; }
      .possible { fill: #ffffff; stroke: #000000; }
      .open { stroke: #777777; }
      .edge, .ink, .today, .event, .missed, .late, .badge, .fork, .step, .more { stroke: #000000; }
      .hard, .dot, .arrow, .critical { fill: #000000; }
      .mark { fill: #000000; stroke: #ffffff; }
    }
";

/// The signs for soft, mixed, neither and undecided.
pub(super) const PATTERNS: &str = "\
    <pattern id=\"soft\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"paper\" width=\"7\" height=\"7\"/><path class=\"ink\" d=\"M0 0V7\"/></pattern>
    <pattern id=\"mixed\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"paper\" width=\"9\" height=\"9\"/><rect class=\"hard\" width=\"6\" height=\"9\"/></pattern>
    <pattern id=\"undecided\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
<rect class=\"paper\" width=\"7\" height=\"7\"/><circle class=\"dot\" cx=\"3.5\" cy=\"3.5\" r=\"1.3\"/></pattern>
";
