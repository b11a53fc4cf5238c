using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Logging;
using Itgrix.Runtime.Platform.Storage;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>Failures in the log: a message for an expected one, a stack trace for a bug.</summary>
[TestClass]
public sealed class FailureLogTests
{
    private static IReadOnlyList<Exception> Foreseen =>
    [
        new IOException("No space left on device"), new UnauthorizedAccessException("Access to the path is denied"),
        new SocketException((int)SocketError.ConnectionRefused), new HttpRequestException("no such host"),
        new AuthenticationException("The remote certificate is invalid"), new TimeoutException("too slow"),
        new SqliteException("database is locked", 5), new OperationCanceledException("given up"),
        new StorageException("outbox.db cannot be used", new SqliteException("disk I/O error", 10)),
        new CelStoreException("There is no table cel"), new AmiException(AmiFailure.Lost, "The connection is gone"),
        new CrmException(CrmFailure.Unreachable, "No connection to the portal"),
        new ConfigException("c.json", ["http is 1"]),
        new AggregateException(new IOException("one"), new TimeoutException("two")),
    ];

    private static IEnumerable<MethodInfo> Messages => typeof(FailureLog).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("LogMessages", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
        .Where(method => method.GetParameters().Any(value => typeof(Exception).IsAssignableFrom(value.ParameterType)));

    [TestMethod]
    public void Every_message_about_a_foreseen_failure_is_one_line_that_gives_the_reason()
    {
        foreach (var message in Messages)
        {
            foreach (var error in Foreseen.Where(error => Takes(message, error)))
            {
                using var log = new RecordedLog();
                message.Invoke(null, [.. message.GetParameters().Select(value =>
                    Value(value.ParameterType, Thrown(error)))]);

                var line = log.Lines.Should().ContainSingle(message.Name).Subject;
                line.Should().Contain(error.Message).And.NotContain("   at ", message.Name)
                    .And.NotContain("bug of Itgrix");
            }
        }
        Messages.Count().Should().BeGreaterThan(15);
    }

    [TestMethod]
    public void A_bug_is_logged_as_one_with_its_stack_trace()
    {
        using var log = new RecordedLog();

        CallLogMessages.Broke(
            AppLog.For("calls"), SomeStage.Of("c1"), Thrown(new InvalidOperationException("no such thing")));

        log.Lines.Should().ContainSingle().Which.Should().StartWith("Error Call c1:")
            .And.ContainAll("bug of Itgrix", "no such thing", "   at ", nameof(FailureLogTests));
    }

    [TestMethod]
    public void The_message_of_an_inner_exception_is_in_the_reason()
    {
        var error = new HttpRequestException(
            "The SSL connection could not be established, see inner exception.",
                new AuthenticationException("certificate has expired"));

        ForeseenFailure.Words(error).Should().Contain("see inner exception").And.Contain("certificate has expired");
        ForeseenFailure.Words(new IOException("Cannot write: disk full", new IOException("disk full")))
            .Should().Be("Cannot write: disk full");
    }

    [TestMethod]
    public void A_bug_among_several_failures_is_a_bug()
    {
        ForeseenFailure.Is(new AggregateException(new IOException("one"), new InvalidOperationException("two")))
            .Should().BeFalse();
        ForeseenFailure.Is(new AggregateException()).Should().BeFalse();
        ForeseenFailure.Is(new NullReferenceException("nothing")).Should().BeFalse();
    }

    private static bool Takes(MethodInfo message, Exception error) => message.GetParameters()
        .Any(value => typeof(Exception).IsAssignableFrom(value.ParameterType)
            && value.ParameterType.IsInstanceOfType(error));

    // An exception that was thrown has a stack trace.
    private static T Thrown<T>(T error)
        where T : Exception
    {
        try
        {
            throw error;
        }
        catch (T thrown)
        {
            return thrown;
        }
    }

    private static object? Value(Type type, Exception error) => type.IsInstanceOfType(error) ? error
        : type == typeof(ILogger) ? AppLog.For("some")
        : type == typeof(string) ? "something"
        : type == typeof(CallKey) ? new CallKey(Crm.Kommo, "c1")
        : type == typeof(Itgrix.Runtime.Telephony.Tracking.CallStageEvent) ? SomeStage.Of("c1")
        : type.IsValueType ? Activator.CreateInstance(type) : null;
}
