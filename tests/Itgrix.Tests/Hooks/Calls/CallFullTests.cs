using System.Text;
using System.Text.Json;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Calls;

[TestClass]
public sealed class CallFullTests
{
    [TestMethod]
    public void A_call_is_written_as_it_was_read()
    {
        var written = Write(Read(SampleCall.Full));

        // The encoder writes an emoji as an escaped pair; that means the same.
        written.Replace("\\uD83D\\uDE00", "😀").Should().Be(SampleCall.Full);
    }

    [TestMethod]
    public void An_unknown_field_survives_in_every_part_of_a_call()
    {
        const string later = "\"later\":{\"n\":1.0,\"big\":9007199254740993},";
        var json = SampleCall.Full.Replace("{\"base\"", "{" + later + "\"base\"")
            .Replace("{\"email\"", "{" + later + "\"email\"")
            .Replace("{\"answer_time\"", "{" + later + "\"answer_time\"")
            .Replace("{\"activity_id\"", "{" + later + "\"activity_id\"")
            .Replace("{\"id\":\"12\"", "{" + later + "\"id\":\"12\"")
            .Replace("{\"channel\"", "{" + later + "\"channel\"")
            .Replace("{\"active_conv", "{" + later + "\"active_conv")
            .Replace("\"deal\":null", "\"deal\":{" + later + "\"id\":\"5\"}");

        var written = Write(Read(json));

        Count(written, "\"later\":{\"n\":1.0,\"big\":9007199254740993}")
            .Should().Be(Count(json, later)).And.BeGreaterThan(10);
        Write(Read(written)).Should().Be(written);
    }

    [TestMethod]
    public void A_call_has_the_client_employee_and_times_that_authors_ask_for()
    {
        var call = Read(SampleCall.Full);

        call.Client.Best.Should().Be("89001234567");
        call.WasAnswered.Should().BeTrue();
        call.LastConversation!.Employee.Original.Should().Be("+79001234567");
        call.ActiveConversation.Should().BeSameAs(call.LastConversation);
        call.ActiveConversation!.User!.Field("UF_PHONE_INNER").Should().Be("101");
        call.ActiveConversation.Channel.AnswerTime.Should().BeNull();
        call.ActiveConversation.Channel.State.Should().Be(ChannelState.Ringing);
        call.Channel.Duration.Should().Be(TimeSpan.FromSeconds(65));
        call.Channel.TalkTime.Should().Be(TimeSpan.FromSeconds(60));
        call.Channel.StartTime!.Value.Kind.Should().Be(DateTimeKind.Unspecified);
        call.Entity!.Field("UF_CRM_1").Should().Be("x");
        call.Entity.Field("UF_CRM_2").Should().BeEmpty();
    }

    [TestMethod]
    public void A_call_during_which_the_clock_was_set_back_took_no_time_but_never_less()
    {
        var began = new DateTime(2026, 10, 25, 2, 50, 0);
        var line =
            new Channel { StartTime = began, AnswerTime = began.AddSeconds(10), EndTime = began.AddMinutes(-40) };

        line.Duration.Should().Be(TimeSpan.Zero);
        line.TalkTime.Should().Be(TimeSpan.Zero);
    }

    [TestMethod]
    public void Values_in_the_form_that_PHP_writes_are_read()
    {
        var call = Read(
            """
            {"active_conversation_id":null,"conversations":[],"deal":[],"entity":{"id":12,"is_new":"1","phones":[],
             "raw":[],
             "responsible":[],"responsible_id":null},"is_ivr":0,"record":null,"registration":{"id":5,"entity_id":1.0},
             "result":"304",
             "channel":{"type":"sideways","state":"gone","is_primary":1,"was_answered":"true","start_time":null,
             "answer_time":"",
             "end_time":"0000-00-00 00:00:00","from":[],"to":{"variants":{"1":"a","3":7}},"trunk":"8800"}}
            """);

        call.ActiveConversationId.Should().BeEmpty();
        call.Conversations.Should().BeEmpty();
        call.Deal.Should().BeNull();
        call.Entity!.Id.Should().Be("12");
        call.Entity.IsNew.Should().BeTrue();
        call.Entity.Responsible.Should().BeNull();
        call.Entity.ResponsibleId.Should().BeEmpty();
        call.Entity.Raw.ValueKind.Should().Be(JsonValueKind.Array);
        call.Registration!.Id.Should().Be("5");
        call.Result.Should().Be(304);
        call.Channel.Type.Should().Be(CallType.Unknown);
        call.Channel.State.Should().Be(ChannelState.Unknown);
        call.Channel.WasAnswered.Should().BeTrue();
        call.Channel.EndTime.Should().BeNull();
        call.Channel.From.Best.Should().BeEmpty();
        call.Channel.To.Variants.Should().Equal("a", "7");
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("null")]
    [DataRow("{}")]
    public void No_call_is_an_empty_call(string json)
    {
        var call = Read(json);

        call.Channel.From.Original.Should().BeEmpty();
        call.LastConversation.Should().BeNull();
        call.Client.Best.Should().BeEmpty();
        call.WasAnswered.Should().BeFalse();
        Write(call).Should().Contain("\"entity\":null")
            .And.Contain("\"extra\":{}").And.Contain("\"0001-01-01 00:00:00\"");
    }

    [TestMethod]
    public void An_outgoing_call_goes_to_the_client()
    {
        var call = new CallFull
        {
            Channel = new Channel { Type = CallType.Outgoing, To = new PhoneNumber { Original = "+7900" } },
        };

        call.Client.Best.Should().Be("+7900");
    }

    private static CallFull Read(string json) => CallFull.Read(JsonDocument.Parse(json).RootElement);

    private static string Write(CallFull call) => Encoding.UTF8.GetString(call.ToJson());

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
