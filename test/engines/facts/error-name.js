try { throw new Error('oops') } catch (error) { print(error.name) }
// instead
try { throw new Error('oops') } catch (error) { print(String(error)) }
