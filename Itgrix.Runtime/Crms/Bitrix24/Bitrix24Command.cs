using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>One command of a batch.</summary>
/// <param name="Name">The key of its result; begins with a letter.</param>
/// <param name="Method">The method.</param>
/// <param name="Parameters">Its parameters.</param>
internal sealed record Bitrix24Command(string Name, string Method, JsonObject? Parameters = null);

/// <summary>The result of one command of a batch: an answer or an error.</summary>
internal sealed record Bitrix24BatchResult(Bitrix24Answer? Answer, CrmException? Error)
{
    /// <exception cref="CrmException">The command failed.</exception>
    public Bitrix24Answer Value => Answer ?? throw Error!;
}
