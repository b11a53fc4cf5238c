namespace Itgrix.Runtime.Outbox;

/// <summary>
/// Parameters of stored requests that are for the transport and are not sent. They are in the outbox of customers:
/// their names never change.
/// </summary>
internal static class PseudoParameters
{
    /// <summary>A recording's path, for a request that attaches it.</summary>
    public const string File = "$file";

    /// <summary>Identifies what the request creates, such as by the call's id.</summary>
    public const string Mark = "$mark";

    /// <summary>When the request was created, a Unix time.</summary>
    public const string Made = "$made";

    /// <summary>The client's number, for a request that creates something for it.</summary>
    public const string Phone = "$phone";

    /// <summary>When the call searched for its client, a Unix time.</summary>
    public const string Asked = "$asked";

    /// <summary>Whether the CRM has a client with the call's number.</summary>
    public const string Known = "$known";

    /// <summary>The users who take the place of one that the CRM refuses, before the default user.</summary>
    public const string Users = "$users";

    /// <summary>The client of a call, as <c>{"type": "contact", "id": 5}</c>.</summary>
    public const string Client = "$client";

    /// <summary>When the request is no longer of use, a Unix time.</summary>
    public const string Until = "$until";

    /// <summary>A copy of the parameters as they are sent.</summary>
    public static JsonObject Without(JsonObject parameters)
    {
        var sent = parameters.DeepClone().AsObject();
        foreach (var name in new[] { File, Mark, Made, Phone, Asked, Known, Users, Client, Until })
            sent.Remove(name);
        return sent;
    }
}
