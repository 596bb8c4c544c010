function f() { try { throw 1 } catch (e) { } try { throw 2 } catch (e) { return e } }
print(f())
// instead
function f() { try { throw 1 } catch (first) { } try { throw 2 } catch (second) { return second } }
print(f())
