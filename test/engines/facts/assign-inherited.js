'use strict';
function Box() { }
Box.prototype.toString = function () { return 'box' }
print(String(new Box()))
// instead
'use strict';
function Box() { }
Object.defineProperty(Box.prototype, 'toString', { value: function () { return 'box' } })
print(String(new Box()))
