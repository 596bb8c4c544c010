function f() { try { } finally { throw 'thrown' } return 'goes on' }
try { print(f()) } catch (error) { print(error) }
// instead
function f() { try { } finally { } throw 'thrown' }
try { print(f()) } catch (error) { print(error) }
