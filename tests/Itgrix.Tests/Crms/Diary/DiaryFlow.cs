using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>Writes an entry when a call has ended, and a note below it.</summary>
internal sealed class DiaryFlow(Func<DiaryOptions> options, CrmServices services)
    : CallFlow(DiaryModule.Diary, services)
{
    public override string? RegisteredAs(CallSteps steps) =>
        CallOutcome.FieldOf(steps, "entry", "id") is { } id ? $"entry {id}" : null;

    protected override Task<StepOutcome> RequestedAsync(CallContext context, CancellationToken token) => Nothing;

    protected override Task<StepOutcome> AcceptedAsync(CallContext context, CancellationToken token) => Nothing;

    protected override Task<StepOutcome> EndedAsync(CallContext context, CancellationToken token) => Nothing;

    protected override async Task<StepOutcome> CallEndedAsync(CallContext context, CancellationToken token)
    {
        var title = options().Title;
        var entry = await context.SendAsync(new("entry", "entries", DiaryHooks.CustomizeEntry,
            new JsonObject { ["client"] = context.Call.Client.Best, ["title"] = title }) { IsNeeded = true }, token);
        return entry.Result is not { } written ? entry
            : await context.SendAsync(new("note", "notes", DiaryHooks.CustomizeNote, new JsonObject
                { ["entry"] = written.GetProperty("id").GetInt64(), ["text"] = "-", ["title"] = title }), token);
    }
}
