namespace Itgrix.Runtime.Outbox;

/// <summary>The outbox's statements, in SQL that both SQLite and PostgreSQL understand.</summary>
internal static class OutboxSql
{
    private const string OfCall = "crm = @crm AND call = @call";
    private const string Open = "('Waiting', 'SetAside')";
    private const string Values =
        "crm, call, name, state, method, parameters, result, error, may_be_done, tries, due, made";
    private const string Columns = $"id, {Values}";

    public const string AddStage = $"""
        INSERT INTO outbox_stage (crm, call, key, body, told, made)
        SELECT @crm, @call, @key, @body, 0, @made
        WHERE NOT EXISTS (SELECT 1 FROM outbox_complete WHERE {OfCall})
        ON CONFLICT DO NOTHING
        """;

    public const string Stages = $"SELECT key, told, body FROM outbox_stage WHERE {OfCall} ORDER BY id";

    public const string IsComplete = $"SELECT 1 FROM outbox_complete WHERE {OfCall}";

    public const string Steps = $"SELECT {Columns} FROM outbox_step WHERE {OfCall} ORDER BY id";

    public const string ChangeStep = $"""
        UPDATE outbox_step SET state = @state, method = @method, parameters = @parameters, result = @result,
            error = @error, may_be_done = @may_be_done, tries = @tries, due = @due, made = @made
        WHERE {OfCall} AND name = @name
        """;

    public const string AddStep = $"""
        INSERT INTO outbox_step ({Values})
        VALUES (@crm, @call, @name, @state, @method, @parameters, @result, @error, @may_be_done, @tries, @due, @made)
        """;

    // When a complete call has nothing left to send, its results are needed no more.
    public const string ForgetComplete = $"""
        DELETE FROM outbox_step WHERE {OfCall} AND EXISTS (SELECT 1 FROM outbox_complete WHERE {OfCall})
            AND NOT EXISTS (SELECT 1 FROM outbox_step AS other WHERE other.crm = @crm AND other.call = @call
                AND other.state IN {Open})
        """;

    public const string MarkDelivered = "UPDATE outbox_stage SET told = 1, body = '' WHERE crm = @crm AND key = @key";

    public const string Complete =
        "INSERT INTO outbox_complete (crm, call, time) VALUES (@crm, @call, @time) ON CONFLICT DO NOTHING";

    public const string ForgetStages = $"DELETE FROM outbox_stage WHERE {OfCall} AND told = 1";

    public const string ForgetSteps = $"DELETE FROM outbox_step WHERE {OfCall} AND state NOT IN {Open}";

    public const string OpenCalls = """
        SELECT crm, call FROM (
            SELECT crm, call, made, id FROM outbox_stage WHERE told = 0
            UNION ALL SELECT crm, call, made, id FROM outbox_step WHERE state = 'Waiting') AS work
        GROUP BY crm, call ORDER BY MIN(made), MIN(id)
        """;

    public const string DueCalls = """
        SELECT crm, call FROM outbox_step WHERE state = 'Waiting' AND due <= @now
        GROUP BY crm, call ORDER BY MIN(due), MIN(id)
        """;

    public const string Hasten =
        "UPDATE outbox_step SET due = @now WHERE crm = @crm AND state = 'Waiting' AND due > @now";

    public const string List = $"""
        SELECT {Columns} FROM outbox_step WHERE state IN (@state, @other) AND state IN {Open}
        ORDER BY made, id LIMIT @max
        """;

    public const string Count = $"SELECT state, COUNT(*) FROM outbox_step WHERE state IN {Open} GROUP BY state";

    public const string Find = $"SELECT {Columns} FROM outbox_step WHERE id = @id";

    // A change by an administrator while the service may be sending the step: only if it is as the administrator saw
    // it.
    public const string Replace = $"""
        UPDATE outbox_step SET state = @state, parameters = @parameters, error = @error, tries = @tries, due = @due
        WHERE id = @id AND state IN {Open}
            AND state = @seen_state AND tries = @seen_tries AND parameters = @seen_parameters
        """;

    public const string TrimComplete = """
        DELETE FROM outbox_complete WHERE time < @before AND NOT EXISTS (SELECT 1 FROM outbox_step
            WHERE outbox_step.crm = outbox_complete.crm AND outbox_step.call = outbox_complete.call)
        """;

    // Steps of calls without a recorded end.
    public const string TrimSteps = $"""
        DELETE FROM outbox_step WHERE state NOT IN {Open} AND made < @before
            AND NOT EXISTS (SELECT 1 FROM outbox_step AS other WHERE other.crm = outbox_step.crm
                AND other.call = outbox_step.call AND other.state IN {Open})
            AND NOT EXISTS (SELECT 1 FROM outbox_stage AS stage WHERE stage.crm = outbox_step.crm
                AND stage.call = outbox_step.call AND stage.told = 0)
        """;

    public const string TrimStages = "DELETE FROM outbox_stage WHERE told = 1 AND made < @before";
}
