"""The English words by which `english` knows a verb, a subject or an adjective when it meets one."""


def _words(told: str) -> frozenset[str]:
    return frozenset(told.split())


AUXILIARY = _words("""
    is are was were am be been has have had do does did can could will would shall should may might must
""")
PAST = _words("""
    went came saw made took gave got told said knew felt kept held brought bought began spoke led met paid sent
    built lost won chose wrote ran heard learnt caught sought fought spent stood understood became showed grew drew
    threw broke drove forgot withdrew fell found left let put set cut
""")
PLAIN_VERBS = _words("""
    ask listen decide learn explain understand know believe think feel take make get give go come see hear tell say
    speak keep bring find choose agree disagree solve create improve develop provide ensure encourage allow enable
    involve include consider discuss manage organise organize follow begin become send receive accept adapt achieve
    apply avoid build carry communicate complete contribute cooperate coordinate deliver describe enjoy evaluate
    explore expect express facilitate identify implement inform introduce join maintain meet motivate participate
    perform prepare prevent protect recognise recognize recommend reflect remain respond seek select suggest teach
    win write sell pay spend stand lose hold
""")
VERBS_OR_NOUNS = _words("""
    act plan work help support change care need use test talk look call move show try trust respect review report
    lead start stop value praise reward share offer measure challenge check visit guide train coach update benefit
    question answer influence control handle treat wait turn raise reach notice practise
""")
DETERMINERS = _words("a an the this that my our your their his her its no some any each every")
PRONOUNS = _words("me us him her it them what")
OBJECTS = _words("""
    a an the this these those my our your their his her its me us them him it you each one people others someone
    everyone anyone citizens staff what how when whether
""")
SUBJECTS = _words("i we they he she it there")
RELATIVE = _words("who that which where when whom whose what how why if whether because")
ADVERBS = _words("then also so always never often still even just soon now openly well very too quite not")
ATTRIBUTES = _words("""
    disabled skilled experienced married retired limited unpaid detailed related interested committed dedicated
    advanced complicated involved concerned affected needed based named used called need indeed speed feed seed breed
    hundred sacred naked wicked unmarried educated qualified elected appointed mixed shared trained
""")
NAMES_IN_ING = _words("""
    training meeting meetings building buildings housing evening morning nothing something anything everything
    wellbeing feeling feelings funding learning planning being during thing things ring spring king
""")
SERIAL = _words("go goes went going gone come comes came coming try tries wait waits sit sits back now more")
TO_BE = _words("is are was were be been am feel feels felt seem seems became")
NO_ADJECTIVES = OBJECTS | SUBJECTS | AUXILIARY | _words("up out in on over here there back by with for from at to of")
