var n = 0
outer: for (var i = 0; i < 3; i++) { for (var j = 0; j < 3; j++) { if (j === 1) continue outer; n++ } }
print(n)
// instead
var n = 0
function row() { for (var j = 0; j < 3; j++) { if (j === 1) return; n++ } }
for (var i = 0; i < 3; i++) row()
print(n)
