using System.Text;
using Itgrix.Hooks;
using Itgrix.Runtime.Asterisk;
using Itgrix.Runtime.Asterisk.Ami;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Numbers;
using Itgrix.Tests.Asterisk.Ami;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Calls;

[TestClass]
public sealed class DumpTest
{
    [TestMethod]
    public void Dump()
    {
        var all = new StringBuilder();
        foreach (var name in Captures.All)
        {
            var tracker = new CallTracker { Numbers = new(new() { Prefixes = ["+1", "1", "91"] }, []) };
            var events = new AmiEvents(TimeZoneInfo.Utc, TimeProvider.System);
            var stages = ParsedMessages.Of(Captures.Bytes(name), true).Select(events.Read).OfType<PbxEvent>().SelectMany(tracker.Apply).ToList();
            all.AppendLine($"=== {name} left {tracker.Count}");
            foreach (var call in stages.GroupBy(s => s.CallId))
            {
                var last = call.Last().Call;
                all.AppendLine($"call {last.Channel.Type} {last.Channel.From.Original} -> {last.Channel.To.Original} over {last.Channel.Trunk.Original} {(call.Last().IsOriginated ? "originated" : "")} {(last.IsIvr ? "ivr" : "")} rec {call.Last().Recordings.Count}");
                foreach (var s in call)
                    all.AppendLine(s.Stage == CallStage.CallEnded ? $"  call_ended {s.Call.Result}" : $"  {s.Stage.ToString().Replace("Conversation","").ToLowerInvariant()} {s.Call.Conversations[s.ConversationId].Employee.Original}{(s.Call.Conversations[s.ConversationId].Employee.Original != s.Call.ActiveConversation!.Employee.Original ? "?" : "")}");
                foreach (var c in last.Conversations.Values)
                    all.AppendLine($"  - {c.Employee.Original} {(c.Channel.WasAnswered ? $"talked {c.Channel.TalkTime.TotalSeconds:0} s" : "never answered")} {c.Channel.State}");
            }
        }
        File.WriteAllText("/tmp/dump.txt", all.ToString());
    }
}
