function Base() { }
function Derived() { }
Object.setPrototypeOf(Derived, Base)
Base.kept = 'kept'
print(Derived.kept)
// instead
function Base() { }
function Derived() { }
Base.kept = 'kept'
print(Base.kept)
