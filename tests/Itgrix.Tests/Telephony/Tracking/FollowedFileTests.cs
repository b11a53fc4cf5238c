using Itgrix.Tests.Shared;
using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>Without a manager interface calls are followed in the CSV file that Asterisk writes.</summary>
[TestClass]
public sealed class FollowedFileTests
{
    private static readonly CallStage[] Answered =
        [CallStage.ConversationRequested,
            CallStage.ConversationAccepted, CallStage.ConversationEnded, CallStage.CallEnded];

    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public async Task A_call_is_seen_while_it_is_written_and_one_that_outlives_the_service_is_finished()
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        var file = _folder.File("Master.csv");
        var records = ManyCalls.Records(Captures.PathOf("in_answered_caller_ends.ami"));
        var answered = records.ToList().FindIndex(record => record.Event == CelEvent.BridgeExit);
        await using var connector = new LiveConnector(new()
        {
            Asterisk = new()
            {
                Cel = new CelFileOptions { File = file, Columns = CelLines.Columns }, TimeZone = TimeZoneInfo.Utc,
            },
        });
        await connector.Start(limit.Token);

        CelFile.Write(file, records.Take(answered));
        await connector.Next(limit.Token);
        await connector.Next(limit.Token);
        await connector.Stop();
        CelFile.Write(file, records.Skip(answered));
        await connector.Start(limit.Token);
        await connector.Next(limit.Token);
        await connector.Next(limit.Token);

        connector.Handled.Select(stage => stage.Stage).Should().Equal(Answered);
    }
}
