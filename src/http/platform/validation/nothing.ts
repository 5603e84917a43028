/** The body of a command without fields, and the parameters of a route without any. */
export class Nothing {}
