"""The bump chart as a file of its own: its own colours, frame, title and day."""

from dataclasses import replace

from markupsafe import Markup

from app.web.pages.svg.bump import bump
from app.web.pages.view_models.charts import BumpChart
from app.words.figures import plain_day

_STYLE = Markup("""
.bump { overflow: visible; }
text { font: 13px Roboto, "Segoe UI", sans-serif; fill: #43524c; }
.rank, .code, .followed text { font-weight: 600; fill: #12201b; }
.axis { font-size: 12px; fill: #5b6963; }
.lane { stroke: #dbe2dd; } .gap { fill: url(#hatch); } .tag { fill: #ffcf3f; }
.st-line, .case { fill: none; vector-effect: non-scaling-stroke; }
.st-line, .case { stroke-linecap: round; stroke-linejoin: round; }
.st-line { stroke: #77857f; stroke-width: 1.75; } .case { stroke: #f7f9f7; stroke-width: 6; }
.first .st-line { stroke: #12201b; stroke-width: 2.75; }
.followed .st-line { stroke: #b07d00; stroke-width: 4; }
.ln .lone { stroke-width: 6; }
""")
_FILE = Markup("""<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="520" viewBox="0 0 1200 520">
<title>Boxrank: {title}, {day}</title>
<style>{style}</style>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V6" stroke="#ccd6d0" stroke-width="3"/></pattern></defs>
<rect width="1200" height="520" fill="#f7f9f7"/>
<text class="code" x="24" y="34">Boxrank: {title}, {day}</text>
<text class="axis" x="1176" y="34" text-anchor="end">{footer}</text>
<svg x="84" y="64" width="900" height="400" overflow="visible">{chart}</svg>
</svg>
""")  # noqa: E501 (one element, one line)


def bump_file(chart: BumpChart, footer: str) -> str:
    """The whole drawing; `footer` names the metric and the generation. Its lines lead nowhere."""
    lines = tuple(replace(line, url=f"#{at}") for at, line in enumerate(chart.lines))
    return _FILE.format(
        title=chart.title,
        day=plain_day(chart.last),
        style=_STYLE,
        footer=footer,
        chart=bump(replace(chart, lines=lines)),
    )
