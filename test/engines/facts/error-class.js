try { undefined.x } catch (error) { print(error instanceof TypeError) }
// instead
try { undefined.x } catch (error) { print(error.message !== undefined) }
