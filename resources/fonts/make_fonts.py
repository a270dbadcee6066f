#!/usr/bin/env python3
"""Derives the fonts that Binnacle embeds from the Debian packages fonts-inter and fonts-jetbrains-mono.

Inter's default digits are proportional and Qt 6.4 cannot switch OpenType features on, so the `tnum`
substitutions are applied to the character map and the result carries another name, as the Open Font
Licence asks for a changed font. Run again only to move to a newer Inter:

    python3 make_fonts.py [--inter DIR] [--mono DIR]
"""
import argparse
import pathlib

from fontTools import subset
from fontTools.ttLib import TTFont

# Latin, Latin-1, Latin Extended-A and B, combining marks, punctuation, currency, arrows, mathematics, shapes.
UNICODES = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x192, 0x193), *range(0x218, 0x21C),
            *range(0x2C6, 0x2DE), *range(0x300, 0x30D), *range(0x2000, 0x2070), *range(0x20A0, 0x20C1),
            0x2116, 0x2122, *range(0x2190, 0x21A0), *range(0x2200, 0x2270), 0x2303, 0x2318, 0x2325,
            0x21B5, 0x21E7, *range(0x25A0, 0x25D0), 0xFFFD]
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
FAMILY = "Binnacle Sans"


def tabular_map(font):
    """What `tnum` substitutes, glyph by glyph."""
    gsub = font["GSUB"].table
    lookups = {i for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum" for i in r.Feature.LookupListIndex}
    found = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            found.update(getattr(table, "ExtSubTable", table).mapping)
    return found


def rename(font, style):
    """Names the derived font; a changed font must not carry the reserved one."""
    postscript = FAMILY.replace(" ", "") + "-" + style
    plain = style == "Regular"
    values = {1: FAMILY if plain else f"{FAMILY} {style}", 2: "Regular", 3: f"Binnacle;{postscript}",
              4: f"{FAMILY} {style}", 6: postscript, 16: FAMILY, 17: style}
    table = font["name"]
    kept = [n for n in table.names if n.nameID in (0, 5, 13, 14)]
    table.names = kept
    for name_id, text in values.items():
        table.setName(text, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = postscript
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName, top.Weight = FAMILY, f"{FAMILY} {style}", style


def cut(font, unicodes, features):
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = True
    options.desubroutinize = False
    worker = subset.Subsetter(options)
    worker.populate(unicodes=unicodes)
    worker.subset(font)


def level_digits(font, style):
    """Inter's Medium rounds two tabular digits two units apart; a column of numbers must not show it."""
    glyphs = [font.getBestCmap()[ord(d)] for d in "0123456789"]
    widths = sorted({font["hmtx"][g][0] for g in glyphs})
    if widths[-1] - widths[0] > 4:
        raise SystemExit(f"Inter-{style}: the digits have several widths, {widths}")
    for glyph in glyphs:
        font["hmtx"][glyph] = (widths[-1], font["hmtx"][glyph][1])


def make_sans(source, target):
    for style, weight in WEIGHTS.items():
        font = TTFont(source / f"Inter-{style}.otf", recalcTimestamp=False)
        digits = tabular_map(font)
        for table in font["cmap"].tables:
            table.cmap = {code: digits.get(glyph, glyph) for code, glyph in table.cmap.items()}
        cut(font, UNICODES, ["kern", "mark", "mkmk", "ccmp", "case", "calt"])
        font["OS/2"].usWeightClass = weight
        level_digits(font, style)
        rename(font, style)
        font.save(target / f"BinnacleSans-{style}.otf")


def make_mono(source, target):
    font = TTFont(source / "JetBrainsMono-Regular.ttf", recalcTimestamp=False)
    # Without `calt` and `liga`: an event name shows the characters it has.
    cut(font, UNICODES, ["mark", "ccmp"])
    rename_mono = font["name"]
    for name_id, text in {1: "Binnacle Mono", 4: "Binnacle Mono Regular", 6: "BinnacleMono-Regular",
                          3: "Binnacle;BinnacleMono-Regular", 16: "Binnacle Mono", 17: "Regular"}.items():
        rename_mono.setName(text, name_id, 3, 1, 0x409)
    rename_mono.names = [n for n in rename_mono.names if n.platformID == 3]
    font.save(target / "BinnacleMono-Regular.ttf")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--inter", default="/usr/share/fonts/opentype/inter", type=pathlib.Path)
    parser.add_argument("--mono", default="/usr/share/fonts/truetype/jetbrains-mono", type=pathlib.Path)
    options = parser.parse_args()
    target = pathlib.Path(__file__).parent
    make_sans(options.inter, target)
    make_mono(options.mono, target)


if __name__ == "__main__":
    main()
