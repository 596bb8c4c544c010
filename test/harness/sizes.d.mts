export declare const budgets: Record<string, Record<string, number>>
export declare function programs(): Promise<Record<string, string>>
export declare function built(target: string, entry: string): Promise<Buffer>
