/// A type of FEEL's lattice (section 10.3.2.9).
public indirect enum FEELType: Sendable, Hashable {
    case any, null, boolean, number, string, date, time, dateAndTime, daysAndTimeDuration, yearsAndMonthsDuration
    case list(FEELType)
    case context([String: FEELType])
    case range(FEELType)
    case function(parameters: [FEELType], result: FEELType)
}
