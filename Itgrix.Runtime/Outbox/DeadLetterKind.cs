using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Outbox;

/// <summary>Dead letters of one kind: the same request to the same account, refused with the same words.</summary>
/// <param name="Id">Identifies the kind, short enough to type; the same in every run.</param>
/// <param name="Requests">The dead letters, the oldest first.</param>
internal sealed partial record DeadLetterKind(string Id, IReadOnlyList<OutboxRequest> Requests)
{
    private const int IdBytes = 3;

    /// <summary>The oldest of them; its error also names what can be done.</summary>
    public OutboxRequest Example => Requests[0];

    /// <summary>The kinds of dead letters, the most frequent first.</summary>
    public static IReadOnlyList<DeadLetterKind> From(IEnumerable<OutboxRequest> deadLetters) =>
    [
        .. deadLetters.Where(one => one.State == StepState.DeadLettered).GroupBy(IdOf)
            .Select(kind => new DeadLetterKind(kind.Key, [.. kind]))
            .OrderByDescending(kind => kind.Requests.Count).ThenBy(kind => kind.Example.Made),
    ];

    // A letter before it tells it from the number of a request.
    private static string IdOf(OutboxRequest request)
    {
        var kind = $"{request.Call.Account} {request.Method} {WithoutData(request.Error)}";
        return $"k{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kind)).AsSpan(0, IdBytes))}";
    }

    // Ids, numbers and files differ from call to call.
    private static string WithoutData(string error) => Numbers().Replace(Files().Replace(error, "/"), "#");

    [GeneratedRegex(@"/[^\s""]+")]
    private static partial Regex Files();

    [GeneratedRegex(@"\d+(?:[.,:+-]\d+)*")]
    private static partial Regex Numbers();
}
