using System.Data.Common;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Outbox;

/// <summary>Maps calls and steps to rows of the outbox's tables.</summary>
internal static class OutboxRows
{
    public static IReadOnlyList<(string Name, object Value)> Of(CallKey call) =>
        [("crm", $"{call.Account}"), ("call", call.CallId)];

    public static IReadOnlyList<(string Name, object Value)> Of(OutboxRequest step) =>
    [
        .. Of(step.Call), ("name", step.Name), ("state", step.State.StoredName()), ("method", step.Method),
        ("parameters", step.Parameters), ("result", step.Result), ("error", step.Error),
        ("may_be_done", step.OutcomeUnknown ? 1 : 0), ("tries", step.Tries),
        ("due", step.Due.UtcTicks), ("made", step.Made.UtcTicks),
    ];

    public static CallKey Call(DbDataReader row) => CallAt(row, 0);

    /// <exception cref="InvalidDataException">Another program changed the row.</exception>
    public static OutboxRequest Step(DbDataReader row) => new(CallAt(row, 1), row.GetString(3))
    {
        Id = row.GetInt64(0),
        State = StateAt(row, 4),
        Method = row.GetString(5),
        Parameters = row.GetString(6),
        Result = row.GetString(7),
        Error = row.GetString(8),
        OutcomeUnknown = row.GetInt32(9) != 0,
        Tries = row.GetInt32(10),
        Due = TimeAt(row, 11),
        Made = TimeAt(row, 12),
    };

    private static CallKey CallAt(DbDataReader row, int column) =>
        new(AccountId.Parse(row.GetString(column)), row.GetString(column + 1));

    private static StepState StateAt(DbDataReader row, int column) =>
        StepStates.Find(row.GetString(column)) ?? throw new InvalidDataException(
            $"A row has the {row.GetName(column)} \"{row.GetString(column)}\", which is not known.");

    private static DateTimeOffset TimeAt(DbDataReader row, int column) =>
        row.GetInt64(column) is var ticks && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new(ticks, TimeSpan.Zero)
            : throw new InvalidDataException($"A row has the {row.GetName(column)} {ticks}, which is no time.");
}
