export declare function given(name: string): string | undefined
export declare function isThere(command: string): boolean
