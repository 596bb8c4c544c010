try { nowhere } catch (error) { print(error instanceof Error) }
