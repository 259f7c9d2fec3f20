"""The code tables of NewsML-G2: what stands for each fact of an item."""

from __future__ import annotations

from collections.abc import Mapping

from wireroom.kernel.newsitem import CORRECTIONS, Provenance, PubStatus, UpdateType

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
STANDARD, VERSION, CONFORMANCE = "NewsML-G2", "2.35", "power"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"

_CATALOG_41 = """
a1312cat a1312prio a1312svc a1312vers acdc altidrole aoprop app aspfacet aspfacetvalue
authoritystatus bcp47 catinat chprop cinat ciprol colin colsp conf cpnat cpprole cptdefrole
cptnoterole crel ctech ctrol cusip cwarn dbpedia digsrctype dimensionunit drol dummy ecirol
edconf ednoterole encd entityprop eocstat eorol eprol eregrol erol figi fisymtype freebase frmt
gen genre geonames geonameshttps gics googletopicsv1 googletopicsv2 hashscope hashtype hatarget
hopaction howextr howpr iabadproduct10 iabadproduct20 iabaudience10 iabcontent20 iabcontent21
iabcontent22 iabcontent30 ikos imgregrole imgregtype impt irel irep isin iso3166-1a2 iso3166-1a3
iso3166-2 iso4217a iso4217n isrol ivqu lbtyp loctyp loutorient lrol mb-artist mb-label mb-
recording mb-release mb-releasegroup mb-work medtop medtype mic mtyp ncostat ninat nityp nmsig
not nprod nprov nprt nrol oito parasport pgrmod plinat plus prio prodgenre prop prov pst1
rcalctype rel riaspect rightsprop riscope rnd role1 rscaleunit rtype scn secst sedol sev sig
skos sov squ stat subj ticker tidm timeunit tone tpctyp trustindicator urgy useracttype valfmt
vcdc videodef why wikidata wldreg
"""
IPTC_ALIASES = frozenset(_CATALOG_41.split())
"""The scheme aliases that IPTC catalog 41 declares; every other one has to be declared here."""

_OF_QCODES = """
accesstype aspect audiochannels audiocodec authoritystatus colourindicator colourspace
concepttype confirmationstatus creator derivedfrom durationunit encoding environment format
hashtype heightunit how idformat interactiontype jobtitle layoutorientation market
marketlabelsrc mode part pubconstraint qcode radunit ratertype ratingtype rel rendition
renditionref reposrole representation residrefformat role scaleunit scope severity symbolsrc
target tech timeunit type valcalctype valueunit videocodec videodefinition videoscaling why
widthunit
"""
QCODE_ATTRIBUTES = frozenset(_OF_QCODES.split())
"""Attributes of QCodeType or QCodeListType in the schema of version 2.35."""

URGENCIES: Mapping[str, int] = {str(urgency): urgency for urgency in range(1, 9)}
"""Ours is the editorial urgency of IPTC, 1 to 9."""

STATUSES: Mapping[PubStatus, str] = {
    PubStatus.USABLE: "stat:usable",
    PubStatus.WITHHELD: "stat:withheld",
    PubStatus.CANCELED: "stat:canceled",
}
"""Spelled as IPTC does; no other status exists."""

_UPDATES = frozenset({UpdateType.DEVELOPMENT, UpdateType.WRITETHRU, UpdateType.ADD})

SIGNALS: Mapping[UpdateType, str] = {
    **dict.fromkeys(CORRECTIONS, "sig:correction"),
    **dict.fromkeys(_UPDATES, "sig:update"),
}
"""IPTC has signals for these only; a hold or kill is told by the status."""

UPDATE_SCHEME, NOTE_SCHEME, LINK_SCHEME = "wrupdate", "wrnote", "wrlink"
DESK_SCHEME, PROFILE_SCHEME, PROPERTY_SCHEME = "wrdesk", "wrprofile", "wrprop"
SYMBOL_SCHEME = "wrsymbol"
"""Our own schemes; each item that uses one declares it."""

LINKS: Mapping[str, str] = {
    "translation_of": f"{LINK_SCHEME}:translationOf",
    "update_to": f"{LINK_SCHEME}:updateTo",
    "take_of": f"{LINK_SCHEME}:takeOf",
}

HOW: Mapping[Provenance, str] = {
    Provenance.EDITOR: "howextr:person",
    Provenance.MACHINE: "howextr:tool",
}
WHY: Mapping[Provenance, str] = {
    Provenance.EDITOR: "why:direct",
    Provenance.MACHINE: "why:inferred",
}
"""Who put a code on the item: IPTC's schemes of how a value was found, and why it is there."""

CORRECTS = "Corrects the version before."
"""What a correction says that does not say more: a receiver must be told by a note."""

DATA_MINING: Mapping[str, str] = {
    "allowed": "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED",
    "reserved": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
}
"""PLUS Data Mining codes, for `rightsInfo/dataMining` (NewsML-G2 2.34)."""

CONTENT_TYPES: Mapping[str, str] = {
    "nitf": "application/nitf+xml",
    "xhtml": "application/xhtml+xml",
}
ITEM_TYPE = "application/vnd.iptc.g2.newsitem+xml"
