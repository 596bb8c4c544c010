function cleanUp() { try { throw 'inner' } catch (inner) { } }
try { try { throw 'outer' } finally { cleanUp() } } catch (error) { print(error) }
// instead
function cleanUp() { try { throw 'inner' } catch (inner) { } }
function work() { try { throw 'outer' } catch (thrown) { cleanUp(); throw thrown } cleanUp() }
try { work() } catch (error) { print(error) }
