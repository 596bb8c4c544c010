function f() { try { throw 'lost' } finally { return 'returned' } }
try { print(f()) } catch (error) { print('thrown: ' + error) }
// instead
function f() { try { throw 'lost' } catch (lost) { } return 'returned' }
try { print(f()) } catch (error) { print('thrown: ' + error) }
