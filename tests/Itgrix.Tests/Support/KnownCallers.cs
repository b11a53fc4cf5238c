using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Tests.Support;

/// <summary>A CRM with a given set of callers, which answers when the test allows it.</summary>
internal sealed class KnownCallers(Crm crm) : ICallerLookup
{
    public Crm Crm => crm;

    public DistributionOptions Distribution { get; set; } = new(ToResponsible: true, ShowsName: true);

    /// <summary>The callers by number.</summary>
    public Dictionary<string, KnownCaller> People { get; } = [];

    /// <summary>The numbers that were looked up.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Whether a caller cancelled its wait.</summary>
    public bool WasGivenUp { get; private set; }

    /// <summary>Runs before each answer.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task<KnownCaller?> FindAsync(string number, CancellationToken token)
    {
        Asked.Enqueue(number);
        try
        {
            await Before(token);
        }
        catch (OperationCanceledException)
        {
            WasGivenUp = true;
            throw;
        }
        return People.GetValueOrDefault(number);
    }

    /// <summary>It never answers.</summary>
    public void Hang() => Before = token => Task.Delay(Timeout.Infinite, token);

    /// <summary>It refuses.</summary>
    public void Fail(string reason) => Before = _ => throw new CrmException(CrmFailure.Unreachable, reason);

    /// <summary>A contact of this CRM's.</summary>
    public void Know(string number, string name, string extension) => People[number] = new(
        new()
        {
            Id = "11", Name = name, Type = "contact", ResponsibleId = "2", Phones = [new() { Original = number }],
            Responsible = new() { Id = "2", Name = "Bob Brown", Email = "bob@example.com", Phones = [extension] },
        },
        extension);
}
