'use strict';
Array.prototype.last = function () { return this[this.length - 1] }
print([1, 2].last())
// instead
'use strict';
function last(list) { return list[list.length - 1] }
print(last([1, 2]))
