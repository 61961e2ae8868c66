"""What the takes of the corpus say: lines of the kinds that films hold, 48 of them.

Those at even places are for setting limits, those at odd places for the figures.
"""

LINES = (
    # plain sentences
    "A wave carries energy from one place to another, and the water stays where it is.",
    "The string is held at both ends, so it can only swing in certain shapes.",
    "Every row of the first matrix meets every column of the second.",
    "Nothing travels faster than light, and nothing with mass travels quite as fast.",
    "The brown fox was jumping over the lazy dog when it started to rain.",
    "Plants take in carbon dioxide and give back the oxygen that we breathe.",
    "When the moon stands between the earth and the sun, its shadow crosses the ground.",
    "Computers store text, pictures and music in the same way, as long rows of numbers.",
    # short ones
    "Look again.",
    "That is all.",
    "Now watch the middle row.",
    "This never changes.",
    "Let us begin.",
    "The answer is no.",
    "Remember this shape.",
    "Here it comes.",
    # questions
    "Why does the string stand still at exactly these points?",
    "How many ways are there to choose three of seven colours?",
    "What would happen if we turned the whole picture around?",
    "Can you see where the two curves cross each other?",
    # numbers, money, units
    "In 1925 the distance was measured as 299,792 kilometres, give or take 30.",
    "It costs $5, weighs 2.5 kg and is 12 cm long.",
    "Sound travels at about 343 metres per second in air at 20 degrees.",
    "About 75 percent of the 1200 samples were heard within 60 milliseconds.",
    "The first has 3 rows, the second has 4 columns, and the result has 12 entries.",
    "By 2030 more than 8 billion people will live on this planet.",
    # formulas
    "The entry $C_{ij}$ is the sum over $k$ of $A_{ik} B_{kj}$.",
    "Therefore $a^2 + b^2 = c^2$, and nothing else was needed.",
    "The wavelength is $2L$ over $n$, where $n$ counts the loops.",
    "If $x$ is greater than zero, then $f(x) = x^2 + 1$ keeps growing.",
    "The slope of the line is $m$, and it crosses the axis at $b$.",
    "Multiply both sides by $x$ and the fraction disappears.",
    # letters and names
    "The CPU asks the GPU, and the GPU answers in HTML.",
    "Point A is the centre, point B lies on the circle.",
    "Isaac Newton and Gottfried Leibniz argued about it for many years.",
    "Kubernetes starts the containers, and PyTorch trains the model inside them.",
    # lists
    "First the rows, then the columns, then their products, and at last the sum.",
    "Red, green, blue, yellow and white are mixed from three kinds of light.",
    "You need flour, two eggs, some milk, a pinch of salt and a hot pan.",
    "Mercury, Venus, Earth and Mars are made of rock; Jupiter and Saturn are made of gas.",
    # several sentences
    "That was the easy part. Now we do the same for the other rows of the matrix.",
    "Take the first row. Take the first column. Multiply them pair by pair, and add it all up.",
    (
        "A guitar string is fixed at both ends. Pluck it, and waves run along it. They meet, and"
        " some points never move."
    ),
    (
        "The search starts in the middle. If the number is too large, it goes left. Otherwise it"
        " goes right."
    ),
    "Standing waves have nodes, which never move. Between them are antinodes, which move the most.",
    (
        "The heart is a pump with four chambers. Two of them receive the blood. The other two push"
        " it out again."
    ),
    "She sells sea shells by the sea shore. The shells that she sells are sea shells, I am sure.",
    (
        "Light from the sun takes eight minutes to reach us. Light from the next star takes"
        " four years."
    ),
)
