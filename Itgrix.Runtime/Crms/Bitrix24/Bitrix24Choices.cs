namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What is created for a client with an unknown number.</summary>
internal enum ClientKind
{
    Lead,
    Contact,
    Nothing,
}

/// <summary>How a recording is attached in Bitrix24.</summary>
internal enum RecordingMode
{
    /// <summary>The file is uploaded.</summary>
    File,

    /// <summary>The activity contains a link to it.</summary>
    Link,

    /// <summary>Not at all.</summary>
    None,
}
