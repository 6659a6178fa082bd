"""Writes pages of every kind into target/layout, for layout.mjs to look at: reports in both languages, a plan, an effect."""

import shutil
from pathlib import Path

import obektiv as ob

OUT = Path(__file__).parents[1] / "target/layout"


def territories() -> dict[str, ob.Screening]:
    """One with findings of many kinds, one that is honest, and a small one of small schools, beside the reference."""
    kinds = ["lift", ob.simulate.Kind("leak", items=3), ob.simulate.Kind("copy")]
    busy = ob.simulate.territory(seed=3, schools=90, municipalities=7, planted=kinds, share=0.15)
    small = ob.simulate.territory(seed=5, schools=12, municipalities=3, pupils=9)
    honest = ob.simulate.territory(seed=4, schools=60)
    return {name: ob.screen(t.results, registry=t.registry) for name, t in (("busy", busy), ("honest", honest), ("small", small))}


def effect(language: str) -> str:
    help_, before, after = [1] * 8 + [0] * 12, [3.0 + k % 5 for k in range(20)], [2.0 + k % 4 for k in range(20)]
    return ob.effect.page(ob.effect.ancova(after, before, help_), language=language)


def main() -> None:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    screenings = territories()
    for language in ("ru", "en"):
        pages = {name: s.report(language=language) for name, s in screenings.items()}
        busy = screenings["busy"]
        found = busy.schools["school"][list(busy.schools["outcome"]).index("strong")]
        pages["municipality"] = busy.report(language=language, municipality=busy.schools["municipality"][0])
        pages["school"] = busy.report(language=language, school=found)
        pages["plan"] = ob.plan.example().to_html(language=language)
        pages["effect"] = effect(language)
        for name, page in pages.items():
            (OUT / f"{name}.{language}.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
