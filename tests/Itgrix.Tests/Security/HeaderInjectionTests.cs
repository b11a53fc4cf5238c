using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Tests.Fuzz.Targets;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Security;

/// <summary>No value, whatever its source, makes Asterisk see another header or action than intended.</summary>
[TestClass]
public sealed class HeaderInjectionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Line breaks of any reader between here and Asterisk.</summary>
    public static IEnumerable<object[]> LineEnds =>
        new[] { "\r", "\n", "\r\n", "\0", "\v", "\f", "\u0085", "\u2028", "\u2029" }
            .Select(end => new object[] { end });

    [TestMethod]
    [DynamicData(nameof(LineEnds))]
    public void No_property_of_a_request_can_add_a_header(string end)
    {
        var bad = $"1{end}Action: Command";
        var tried = 0;
        foreach (var property in typeof(OriginateRequest).GetProperties())
        {
            foreach (var value in BadValues(property, bad))
            {
                var request = new OriginateRequest { Channel = "PJSIP/101", Context = "internal", Exten = "1" };
                property.SetValue(request, value);
                FluentActions.Invoking(() => AmiActions.Originate(request, Second)).Should()
                    .Throw<ArgumentException>(property.Name).Which.Message.Should().NotContain("Command");
                tried++;
            }
        }
        tried.Should().BeGreaterThanOrEqualTo(8);
    }

    [TestMethod]
    [DynamicData(nameof(LineEnds))]
    public void No_argument_of_an_action_can_add_a_header(string end)
    {
        var bad = $"1{end}Action: Command";
        var texts = typeof(AmiActions).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .SelectMany(method => method.GetParameters()
                .Where(one => one.ParameterType == typeof(string)).Select(one => (method, one))).ToList();
        foreach (var (method, text) in texts)
        {
            object?[] arguments =
            [
                .. method.GetParameters()
                    .Select(one => one == text ? bad : one.HasDefaultValue ? one.DefaultValue : "1"),
            ];
            FluentActions.Invoking(() => method.Invoke(null, arguments)).Should()
                .Throw<TargetInvocationException>($"{method.Name}({text.Name})")
                .WithInnerException<ArgumentException>();
        }
        texts.Should().HaveCountGreaterThanOrEqualTo(4);
        FluentActions.Invoking(() => new AmiAction(bad)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new AmiAction("Ping").With(bad, "1")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new AmiAction("Ping").With("Name", bad)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new AmiAction("Ping").ToBytes(bad)).Should().Throw<ArgumentException>();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DynamicData(nameof(LineEnds))]
    public async Task No_reply_of_a_hook_and_no_click_can_add_a_header(string end)
    {
        await using var target = new OriginateTarget();
        foreach (var field in new[] { "channel", "context", "extension", "priority", "caller_id" })
        {
            foreach (var bad in new[] { $"PJSIP/101{end}Action: Command", $"1{end}", $"{end}Variable: X=1" })
            {
                var reply = new JsonObject { ["state"] = "success", ["data"] = new JsonObject { [field] = bad } };
                (await TryAsync(target, reply.ToJsonString())).Should().StartWith("NotAllowed", $"{field} of a hook");
            }
        }
        var plain = """{"state":"success","data":{"channel":"PJSIP/101"}}""";
        (await TryAsync(target, $"{plain}|101{end}X: 1")).Should().StartWith("NotAllowed", "the extension");
        (await TryAsync(target, $"{plain}|101|1{end}X: 1")).Should().StartWith("NotAllowed", "the number");
        (await TryAsync(target, $"{plain}|101|1|Ann{end}X: 1")).Should().StartWith("NotAllowed", "the caller id");
        (await TryAsync(target, $"{plain}|101|1|Ann|internal{end}X: 1"))
            .Should().StartWith("NotAllowed", "the context");
        (await TryAsync(target, $"{plain}|101|1|Ann|internal")).Should().StartWith("Taken", "that is how it is right");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task No_event_of_a_portal_can_add_a_header()
    {
        await using var run = await EventRun.StartAsync();
        var number = 0;
        foreach (var end in LineEnds.Select(one => (string)one[0]))
        {
            foreach (var field in EventRun.Click().Keys.Where(name => name != "event"))
            {
                var click = EventRun.Click(("data[CALL_ID]", $"call{++number}"));
                click[field] += $"{end}Action: Command";
                (await run.PostAsync(click)).Should().BeOneOf(200, 400, 403);
            }
        }

        await run.StopAsync();

        run.Clicks.Peer.Pbx.Actions.Select(action => action.Name).Should().NotContain("Command")
            .And.Contain("Originate");
        run.Clicks.Originates.SelectMany(action => action.Headers.Select(header => header.Key))
            .Distinct().Should().BeSubsetOf(
            ["Action", "ActionID",
                "Channel", "Context", "Exten", "Priority", "CallerID", "Timeout", "Async", "ChannelId"]);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task No_click_in_the_widget_can_add_a_header()
    {
        await using var run = await WidgetRun.StartAsync();
        (await run.PostAsync("settings", WidgetRun.Saved())).Status.Should().Be(200);
        foreach (var end in LineEnds.Select(one => (string)one[0]))
        {
            var bad = $"101{end}Action: Command";
            (await run.PostAsync("call", WidgetRun.Call(number: bad))).Status.Should().BeInRange(400, 499);
            (await run.PostAsync("call", WidgetRun.Call(extension: bad))).Status.Should().BeInRange(400, 499);
            (await run.PostAsync("settings",
                WidgetRun.Saved(new JsonObject { ["users"] = new JsonObject { ["504141"] = bad } }.ToJsonString())))
                .Status.Should().BeInRange(400, 499);
        }
        run.Originates.Should().BeEmpty();
    }

    [TestMethod]
    [DynamicData(nameof(LineEnds))]
    public void No_setting_can_add_a_header(string end)
    {
        using var folder = new TemporaryFolder();
        (string Section, string Name, string Value)[] settings =
        [
            ("ami", "user", "itgrix"),
            ("ami", "secret", "secret"), ("ami", "host", "localhost"), ("click", "channel", "PJSIP/{extension}"),
            ("click", "context", "from-internal"), ("click", "caller_id", "{number}"),
        ];
        foreach (var (section, name, value) in settings)
        {
            var (ami, click) = (new JsonObject { ["user"] = "itgrix", ["secret"] = "secret" }, new JsonObject());
            (section == "ami" ? ami : click)[name] = $"{value}{end}X: 1";
            var config = new JsonObject { ["asterisk"] = new JsonObject { ["ami"] = ami }, ["click_to_call"] = click };
            var file = folder.Write("config.json", config.ToJsonString());
            FluentActions.Invoking(() => ItgrixConfig.Load(file))
                .Should().Throw<ConfigException>(name).WithMessage($"*{name}*");
        }
    }

    private static IEnumerable<object> BadValues(PropertyInfo property, string bad) => property.PropertyType switch
    {
        var type when type == typeof(string) => [bad],
        var type when type == typeof(IReadOnlyDictionary<string, string>) =>
            [new Dictionary<string, string> { ["NAME"] = bad }, new Dictionary<string, string> { [bad] = "value" }],
        var type when type == typeof(int) || type == typeof(bool) || type == typeof(TimeSpan) => [],
        var type => throw new NotSupportedException($"How a {type} gets into a header is to be tested here."),
    };

    private static Task<string> TryAsync(OriginateTarget target, string input) =>
        target.TryAsync(Encoding.UTF8.GetBytes(input), default);
}
