"""Riverside told in Arabic: every name and text of the findings in place of the English one."""

import json

from leadsurvey.analysis.findings import Findings, canonical, from_canonical

TEXTS = {
    "Leading together": "نقود معًا",
    "Riverside Housing Services": "خدمات الإسكان النهرية",
    "Homes and neighbourhoods": "البيوت والأحياء",
    "Repairs": "الإصلاحات",
    "Lettings": "التأجير",
    "Income team": "فريق الإيرادات",
    "Front line": "الخط الأمامي",
    "Team leads": "قادة الفرق",
    "Senior leaders": "كبار القادة",
    "Partner agencies": "الجهات الشريكة",
    "Residents": "السكان",
    "Starting": "بداية",
    "Emerging": "ناشئ",
    "Established": "راسخ",
    "Embedded": "متجذّر",
    "How leadership is shared": "كيف تُتقاسم القيادة",
    "How we guard against our own bias": "كيف نحترس من تحيزنا",
    "Local purpose and authority": "الغاية والصلاحية المحلية",
    "aims and choices near the issue": "أهداف وقرارات قريبة من المسألة",
    "Enabling others": "تمكين الآخرين",
    "backing people to solve things": "دعم الناس في حل الأمور",
    "Co-production in practice": "العمل المشترك في الواقع",
    "deciding with residents, visibly": "القرار مع السكان علنًا",
    "Understanding lives": "فهم حياة الناس",
    "seeing how people really live": "رؤية كيف يعيش الناس حقًا",
    "Learning by doing": "التعلم بالعمل",
    "small tests, honest learning": "تجارب صغيرة وتعلم صادق",
    "Leadership at every level": "القيادة في كل مستوى",
    "leading without the title": "القيادة دون لقب",
    "Bridging boundaries": "عبور الحدود",
    "across services and professions": "بين الخدمات والمهن",
    "Growing leaders": "تنمية القادة",
    "real tasks and room to learn": "مهام حقيقية ومجال للتعلم",
    "Social environment": "البيئة الاجتماعية",
    "how rank and peers steer choices": "كيف توجه الرتبة والزملاء الخيارات",
    "Mental models of people": "الصور الذهنية عن الناس",
    "testing our picture of people": "اختبار صورتنا عن الناس",
    "Cognitive bandwidth": "سعة التفكير",
    "time and attention to think": "وقت وانتباه للتفكير",
    "Decision safeguards": "ضوابط القرار",
    "checks before we decide": "مراجعة قبل أن نقرر",
    "Make room to think": "أفسحوا مجالًا للتفكير",
    "Keep two mornings a week free of meetings for 30 days, and guard them together.": (
        "أبقوا صباحين في الأسبوع دون اجتماعات لمدة 30 يومًا، واحموهما معًا."
    ),
    "One team, one morning. Note what would make you give it up.": (
        "فريق واحد وصباح واحد. دوّنوا ما قد يجعلكم تتخلون عنه."
    ),
    "Hours kept free, and decisions put off for want of time.": (
        "الساعات التي بقيت حرة، والقرارات التي تأجلت لضيق الوقت."
    ),
    "Make the next change a small test": "اجعلوا التغيير القادم تجربة صغيرة",
    "Try one change with a few cases first. Write down beforehand what would make you stop, adapt or carry on.": (
        "جرّبوا تغييرًا واحدًا مع حالات قليلة أولًا. اكتبوا مسبقًا ما يجعلكم تتوقفون أو تعدّلون أو تواصلون."
    ),
    "Run one idea for a week with five cases, then share what you learned.": (
        "جرّبوا فكرة واحدة أسبوعًا مع خمس حالات، ثم شاركوا ما تعلمتم."
    ),
    "Tests with a stopping rule written beforehand, and decisions that followed from them.": (
        "تجارب كُتبت لها قاعدة توقف مسبقًا، وقرارات نتجت عنها."
    ),
    "Wells and a flood": "آبار وفيضان",
    "The bus station": "محطة الحافلات",
    "An idea about street bins": "فكرة عن سلال الشارع",
    "How long a guide takes": "كم يستغرق الدليل",
    "Calls about one thing": "مكالمات عن أمر واحد",
    "Two loads": "حملان",
    "Read by few": "قرأها قليلون",
    "whether words tilt a choice": "هل تُميل الكلمات الخيار",
    "Most people do.": "معظم الناس يفعلون ذلك.",
    "Write it both ways first.": "اكتبوها بالطريقتين أولًا.",
    "What is kept": "ما يُحفظ",
    "What is lost": "ما يُفقد",
    "The task alone": "المهمة وحدها",
    "Past work first": "العمل السابق أولًا",
    "Plan 1": "الخطة 1",
    "I can change things in my life for the better.": "أستطيع أن أغيّر أمورًا في حياتي نحو الأفضل.",
    "Getting help here is a matter of luck.": "الحصول على المساعدة هنا مسألة حظ.",
    "I know whom to ask for help.": "أعرف من أسأل طلبًا للمساعدة.",
    "Someone who serves people each day": "من يخدم الناس كل يوم",
    "A team lead": "قائد فريق",
    "A senior leader": "قائد كبير",
    "Never": "أبدًا",
    "Rarely": "نادرًا",
    "Sometimes": "أحيانًا",
    "Often": "غالبًا",
    "Always": "دائمًا",
}


def in_arabic(findings: Findings) -> Findings:
    """The same figures; words that stand alone are replaced, and those that hold a title keep the rest."""
    told = json.loads(canonical(findings), object_hook=lambda row: {key: _said(value) for key, value in row.items()})
    return from_canonical(json.dumps(told | {"language": "ar"}))


def _said(value: object) -> object:
    if isinstance(value, list):
        return [_said(each) for each in value]
    if isinstance(value, str) and value.startswith("We did it, part "):
        return f"فعلنا ذلك، الجزء {value.removeprefix('We did it, part ')[0]}."
    return TEXTS.get(value, value) if isinstance(value, str) else value
