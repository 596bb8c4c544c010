print(/(?<year>\d+)/.exec('2026').groups.year)
// instead
print(/(\d+)/.exec('2026')[1])
